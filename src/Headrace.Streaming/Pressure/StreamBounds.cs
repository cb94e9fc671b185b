using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Pressure;

/// <summary>How much a stream holds: as much as its options say, and less while its memory is short. Under the stream's lock.</summary>
internal sealed class StreamBounds(StreamPressure pressure, MemoryAccount memory, BroadcastRing<AccessUnit> ring, BranchSet branches)
{
    private StreamOptions _options = new();

    /// <summary>Goes on with other options.</summary>
    public void Adopt(StreamOptions options)
    {
        _options = options;
        memory.Limit = options.MaxMemory;
        pressure.Follow(options);
        Apply();
    }

    /// <summary>Looks at the memory in use, and holds what it allows.</summary>
    public void Follow(MonotonicTime now)
    {
        if (pressure.Update(now)) Apply();
    }

    private void Apply()
    {
        ring.Limits = PressureBounds.Units(_options, pressure.Level, pressure.Bound);
        ring.Trim();
        branches.OnPressure();
    }
}
