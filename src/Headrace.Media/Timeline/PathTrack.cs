using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>What a path remembers of a track over its inputs.</summary>
internal sealed class PathTrack(int outputRate)
{
    /// <summary>Ticks a second of the output.</summary>
    public int OutputRate { get; private set; } = outputRate;

    /// <summary>The last decode time given, or −1.</summary>
    public long LastDecode { get; private set; } = -1;

    /// <summary>What the last unit lasts as far as is known, in output ticks.</summary>
    public long LastDuration { get; private set; }

    /// <summary>The depth of reordering that pictures have shown.</summary>
    public int SeenDepth { get; set; }

    /// <summary>True once a unit has been published.</summary>
    public bool HasOutput => LastDecode >= 0;

    /// <summary>The last decode time in nanoseconds, or −1.</summary>
    public long LastDecodePath => HasOutput ? Timebase.ToNanoseconds(LastDecode, OutputRate) : -1;

    /// <summary>The end of the last unit in nanoseconds, or 0.</summary>
    public long EndPath => HasOutput ? Timebase.ToNanoseconds(LastDecode + LastDuration, OutputRate) : 0;

    public void Publish(long decode, long duration)
    {
        LastDecode = decode;
        LastDuration = duration;
    }

    /// <summary>Counts in another rate from now on; rounded up, so that time does not go back.</summary>
    public void ChangeRate(int rate)
    {
        if (HasOutput)
        {
            LastDecode = Timebase.Rescale(LastDecode, OutputRate, rate) + 1;
            LastDuration = Timebase.Rescale(LastDuration, OutputRate, rate);
        }

        OutputRate = rate;
    }
}
