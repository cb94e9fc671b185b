using Headrace.Streaming.Streams;

namespace Headrace.Server.Stats;

/// <summary>Looks at the process and at all streams once a second, and says how they did over the last <see cref="Window"/> looks. Holds nothing of streams that are gone.</summary>
internal sealed class StreamRates : IAsyncDisposable
{
    /// <summary>Looks that are kept.</summary>
    internal const int Window = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Queue<(long At, TimeSpan Cpu, TimeSpan Paused)> _process = new(Window);
    private Dictionary<LiveStream, Queue<(long At, StreamSnapshot Stream)>> _samples = [];

    /// <summary>Begins to look.</summary>
    internal StreamRates(StreamRegistry streams, TimeProvider clock)
    {
        _streams = streams;
        _clock = clock;
        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>How busy the process was; all zero before it was looked at twice.</summary>
    internal ProcessRate Process
    {
        get
        {
            lock (_gate)
            {
                if (_process.Count < 2) return default;
                (long At, TimeSpan Cpu, TimeSpan Paused) first = _process.Peek();
                (long At, TimeSpan Cpu, TimeSpan Paused) last = _process.Last();
                TimeSpan passed = _clock.GetElapsedTime(first.At, last.At);
                return passed <= TimeSpan.Zero ? default : new ProcessRate((last.Cpu - first.Cpu) / passed, (last.Paused - first.Paused) / passed);
            }
        }
    }

    /// <summary>How a stream flowed; all zero before it was looked at twice.</summary>
    internal StreamRate Of(LiveStream stream)
    {
        (long At, StreamSnapshot Stream) first, last;
        lock (_gate)
        {
            if (!_samples.TryGetValue(stream, out Queue<(long At, StreamSnapshot Stream)>? samples) || samples.Count < 2) return default;
            first = samples.Peek();
            last = samples.Last();
        }

        double seconds = _clock.GetElapsedTime(first.At, last.At).TotalSeconds;
        return seconds <= 0 ? default : StreamRate.Between(first.Stream, last.Stream, seconds);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        long now = _clock.GetTimestamp();
        IReadOnlyList<LiveStream> streams = _streams.All;
        lock (_gate)
        {
            Keep(_process, (now, Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration()));
            Dictionary<LiveStream, Queue<(long At, StreamSnapshot Stream)>> next = new(streams.Count);
            foreach (LiveStream stream in streams)
            {
                Queue<(long At, StreamSnapshot Stream)> samples = next[stream] = _samples.GetValueOrDefault(stream) ?? new Queue<(long At, StreamSnapshot Stream)>(Window);
                Keep(samples, (now, stream.Snapshot()));
            }

            _samples = next;
        }
    }

    private static void Keep<T>(Queue<T> samples, T sample)
    {
        if (samples.Count == Window) samples.Dequeue();
        samples.Enqueue(sample);
    }
}
