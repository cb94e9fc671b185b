namespace Headrace.Server.Api.Seed;

/// <summary>All streams.</summary>
/// <param name="Streams">The streams.</param>
internal sealed record SeedStreamList(IReadOnlyList<SeedStream> Streams);
