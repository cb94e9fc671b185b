namespace Headrace.Media.Timeline;

/// <summary>A track's last jump.</summary>
internal sealed class JumpMemory
{
    /// <summary>Number of the input's jump that this track made or shared last.</summary>
    public int Seen { get; set; }

    /// <summary>What its jump added to its path time, in nanoseconds.</summary>
    public long Shift { get; private set; }

    /// <summary>Path time of it; far in the past when there was none.</summary>
    public long At { get; private set; } = long.MinValue;

    public void Set(long shift, long at)
    {
        Shift = shift;
        At = at;
    }
}
