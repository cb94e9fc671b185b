namespace Headrace.Server.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="ItemCount">Number of items on all pages.</param>
/// <param name="PageCount">Number of pages.</param>
internal sealed record ItemPage<T>(IReadOnlyList<T> Items, int ItemCount, int PageCount);
