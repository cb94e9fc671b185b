using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests;

/// <summary>A registry in virtual time; at the end every byte that its streams were charged for must be back.</summary>
public abstract class StreamTest : IDisposable
{
    protected StreamTest() => Registry = new StreamRegistry(Options, Time, NullLoggerFactory.Instance);

    protected VirtualTime Time { get; } = new();

    protected StreamRegistry Registry { get; private set; }

    protected StreamRegistryOptions Options { get; } = new();

    protected static MediaBufferPool Pool => MediaBufferPool.Shared;

    protected void UseOptions(StreamOptions defaults, int maxStreams = 0, ILoggerFactory? loggers = null, long maxMemory = 8_000_000_000, long bandwidth = 0, SlateLibrary? slates = null) =>
        Registry = new StreamRegistry(new StreamRegistryOptions { Defaults = defaults, MaxStreams = maxStreams, MaxMemory = maxMemory, MaxBandwidth = bandwidth }, Time, loggers ?? NullLoggerFactory.Instance) { Slates = slates };

    protected void UseRegistry(StreamRegistry registry) => Registry = registry;

    protected LiveStream Stream(string name = "cam") => Registry.Find(name) ?? throw new InvalidOperationException($"no stream {name}");

    private protected VirtualPublisher Publisher(string name = "cam", bool hasAudio = true, bool hasVideo = true, Session? session = null, uint start = 1000) =>
        new(Registry, name, Time, hasAudio, hasVideo, session, start);

    /// <summary>Lets time pass, with what is due in the streams.</summary>
    protected void Pass(TimeSpan duration)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < duration; passed += TimeSpan.FromMilliseconds(100))
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            Registry.HandleTimeout(MonotonicTime.Now(Time));
        }
    }

    /// <summary>All units in a ring, without taking references.</summary>
    protected static List<AccessUnit> Units(BroadcastRing<AccessUnit> ring)
    {
        List<AccessUnit> units = [];
        for (long i = ring.Tail; i < ring.Head; i++)
        {
            if (ring.TryTake(i) is not { } unit) continue;
            units.Add(unit);
            unit.Release();
        }

        return units;
    }

    public void Dispose()
    {
        Registry.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, Registry.Memory.Used);
        GC.SuppressFinalize(this);
    }
}
