using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Stats;

/// <summary>Looks at all streams once a second, and says how fast each flowed over the last <see cref="Window"/> looks. Holds nothing of streams that are gone.</summary>
internal sealed class StreamRates : IAsyncDisposable
{
    /// <summary>Looks that are kept of a stream.</summary>
    internal const int Window = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Dictionary<LiveStream, Queue<Sample>> _samples = [];

    /// <summary>Begins to look.</summary>
    internal StreamRates(StreamRegistry streams, TimeProvider clock)
    {
        _streams = streams;
        _clock = clock;
        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>How fast a stream flows; all zero before it was looked at twice.</summary>
    internal StreamRate Of(LiveStream stream)
    {
        Sample first, last;
        lock (_gate)
        {
            if (!_samples.TryGetValue(stream, out Queue<Sample>? samples) || samples.Count < 2) return default;
            first = samples.Peek();
            last = samples.Last();
        }

        double seconds = _clock.GetElapsedTime(first.At, last.At).TotalSeconds;
        if (seconds <= 0) return default;
        long keyFrames = last.KeyFrames - first.KeyFrames;
        long frames = last.Frames - first.Frames;
        return new StreamRate(
            8 * (last.BytesIn - first.BytesIn) / seconds, 8 * (last.BytesOut - first.BytesOut) / seconds, frames / seconds, keyFrames > 0 ? (double)frames / keyFrames : 0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        long now = _clock.GetTimestamp();
        IReadOnlyList<LiveStream> streams = _streams.All;
        lock (_gate)
        {
            Dictionary<LiveStream, Queue<Sample>> next = new(streams.Count);
            foreach (LiveStream stream in streams)
            {
                Queue<Sample> samples = next[stream] = _samples.GetValueOrDefault(stream) ?? new Queue<Sample>(Window);
                if (samples.Count == Window) samples.Dequeue();
                samples.Enqueue(Sample.Of(stream.Snapshot(), now));
            }

            _samples = next;
        }
    }

    private readonly record struct Sample(long At, long BytesIn, long BytesOut, long Frames, long KeyFrames)
    {
        public static Sample Of(StreamSnapshot stream, long at)
        {
            long frames = 0;
            long keyFrames = 0;
            foreach (TrackSnapshot track in stream.Tracks)
            {
                if (track.Kind != MediaKind.Video) continue;
                frames += track.Units;
                keyFrames += track.KeyFrames;
            }

            return new Sample(at, stream.BytesIn, stream.BytesOut, frames, keyFrames);
        }
    }
}
