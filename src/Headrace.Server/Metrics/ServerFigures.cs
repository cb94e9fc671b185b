using Headrace.Server.Hosting;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Ts;

namespace Headrace.Server.Metrics;

/// <summary>What instruments are read from: taken once for all of them, and again when it is older than <see cref="Age"/>. Thread-safe.</summary>
internal sealed class ServerFigures(MediaPlane media, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private Taken? _taken;

    /// <summary>The figures of now, or of a moment ago.</summary>
    internal Taken Current
    {
        get
        {
            lock (_gate)
            {
                if (_taken is null || clock.GetElapsedTime(_taken.At) > Age) _taken = Take();
                return _taken;
            }
        }
    }

    private Taken Take() => new(
        clock.GetTimestamp(), [.. media.Streams.All.Select(Look)], media.Sessions.All, media.Sessions.Totals());

    private StreamFigures Look(LiveStream stream)
    {
        StreamSnapshot now = stream.Snapshot();
        return new StreamFigures(now, stream.TimelineCounters, media.Rates.Of(stream).Delays ?? now.Delays, HlsBranch.FiguresOf(stream), TsBranch.FiguresOf(stream), stream.Sync());
    }

    /// <summary>Figures of one moment.</summary>
    internal sealed record Taken(long At, IReadOnlyList<StreamFigures> Streams, IReadOnlyList<Session> Sessions, SessionTotals Totals);
}
