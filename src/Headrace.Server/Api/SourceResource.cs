using Headrace.Streaming.Streams;

namespace Headrace.Server.Api;

/// <summary>A stream's own source.</summary>
/// <param name="Url">What it is, without credentials.</param>
/// <param name="OnDemand">True when it runs only while somebody reads.</param>
/// <param name="Tries">Tries since media came last, the one that runs included; 0 while media comes.</param>
internal sealed record SourceResource(string Url, bool OnDemand, int Tries)
{
    internal static SourceResource? Of(SourceStatus? source) => source is null ? null : new SourceResource(source.Description, source.IsOnDemand, source.Tries);
}
