using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Headrace.Server.Api;

/// <summary>Which part of a list is asked for: <c>page</c>, from 0, and <c>itemsPerPage</c>.</summary>
internal readonly record struct Paging(int Page, int ItemsPerPage)
{
    /// <summary>Items on a page where the request does not say.</summary>
    internal const int DefaultItems = 100;

    /// <summary>Most items on a page.</summary>
    internal const int MaxItems = 1_000;

    /// <summary>Reads the query; false with what is wrong.</summary>
    internal static bool TryRead(IQueryCollection query, out Paging paging, [NotNullWhen(false)] out ApiProblem? problem)
    {
        paging = default;
        problem = null;
        if (!TryRead(query, "page", 0, out int page)) problem = Problems.InvalidRequest("page must be a whole number from 0.");
        else if (!TryRead(query, "itemsPerPage", DefaultItems, out int items) || items is 0 or > MaxItems) problem = Problems.InvalidRequest($"itemsPerPage must be a whole number from 1 to {MaxItems}.");
        else paging = new Paging(page, items);
        return problem is null;
    }

    /// <summary>The page of <paramref name="all"/>; each item is made only if it is on it.</summary>
    internal ItemPage<T> Of<TSource, T>(IReadOnlyList<TSource> all, Func<TSource, T> make)
    {
        long first = Math.Min((long)Page * ItemsPerPage, all.Count);
        int count = Math.Min(ItemsPerPage, all.Count - (int)first);
        T[] items = new T[count];
        for (int i = 0; i < count; i++) items[i] = make(all[(int)first + i]);
        return new ItemPage<T>(items, all.Count, (all.Count + ItemsPerPage - 1) / ItemsPerPage);
    }

    private static bool TryRead(IQueryCollection query, string name, int preset, out int value)
    {
        value = preset;
        return !query.TryGetValue(name, out StringValues text) || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
