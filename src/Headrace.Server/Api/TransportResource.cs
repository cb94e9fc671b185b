using Headrace.Server.Api.Stats;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api;

/// <summary>What a publisher's transport says of a track's packets.</summary>
/// <param name="Packets">Packets that came.</param>
/// <param name="Lost">Packets that never came.</param>
/// <param name="TooLate">Packets that came when they were no longer waited for.</param>
/// <param name="Reordered">Packets that came behind a later one.</param>
/// <param name="Duplicates">Packets that came again.</param>
/// <param name="JitterMs">How unevenly they come.</param>
/// <param name="Waiting">Packets that wait now for others before them.</param>
/// <param name="Faults">What could not be made a unit of.</param>
internal sealed record TransportResource(long Packets, long Lost, long TooLate, long Reordered, long Duplicates, double JitterMs, int Waiting, FaultsResource Faults)
{
    internal static TransportResource? Of(TransportFigures? figures) => figures is not { } known
        ? null
        : new TransportResource(known.Packets, known.Lost, known.TooLate, known.Reordered, known.Duplicates, Math.Round(known.Jitter.TotalMilliseconds, 3), known.Waiting, FaultsResource.Of(known.Faults));
}
