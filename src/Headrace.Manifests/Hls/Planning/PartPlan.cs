namespace Headrace.Manifests.Hls.Planning;

/// <summary>
/// How a rendition's frames are cut into parts, and the PART-TARGET that it announces for its whole life (RFC 8216bis, 4.4.4.9: no part is
/// longer than PART-TARGET; all but a segment's last reach 85 % of it).
/// </summary>
/// <param name="FramesPerPart">Frames after which a part ends; <see cref="int.MaxValue"/> where only time decides.</param>
/// <param name="PartDuration">What a part of that many frames lasts.</param>
/// <param name="PartTarget">PART-TARGET, whole milliseconds.</param>
/// <param name="KeepsFloor">Whether each part but a segment's last reaches 85 % of PART-TARGET: not where the frame rate varies much.</param>
public sealed record PartPlan(int FramesPerPart, TimeSpan PartDuration, TimeSpan PartTarget, bool KeepsFloor)
{
    /// <summary>The shortest nominal part: below it, timestamps of whole milliseconds could leave the range from 85 to 100 %.</summary>
    public static readonly TimeSpan ShortestPart = TimeSpan.FromMilliseconds(30);

    private const int FloorPercent = 85;

    /// <summary>
    /// The plan for a fixed frame rate: the number of frames whose duration is nearest to <paramref name="partDuration"/>. PART-TARGET has a
    /// slack of half a frame, at most 10 %, rounded up to milliseconds, which also holds timestamps that lie on a grid of milliseconds.
    /// </summary>
    public static PartPlan ForFixedRate(FrameInterval frame, TimeSpan partDuration)
    {
        long frames = Math.Max(frame.CountNearest(partDuration), frame.CountCovering(ShortestPart));
        int count = (int)Math.Clamp(frames, 1, int.MaxValue / 2);
        TimeSpan part = frame.Times(count);
        long slack = Math.Min(frame.Times(1).Ticks / 2, part.Ticks / 10);
        return new PartPlan(count, part, RoundUp(part.Ticks + slack), true);
    }

    /// <summary>
    /// The plan for a frame rate that varies: a part ends before the frame that would take it over PART-TARGET, which is
    /// <paramref name="partDuration"/>, or the longest frame where that is longer. Parts then last more than PART-TARGET less one frame, which
    /// is 85 % only where frames are short.
    /// </summary>
    /// <param name="longestFrame">The longest interval between frames that is to be expected.</param>
    /// <param name="partDuration">The wanted duration.</param>
    public static PartPlan ForVariableRate(TimeSpan longestFrame, TimeSpan partDuration)
    {
        TimeSpan target = RoundUp(Math.Max(Math.Max(partDuration.Ticks, longestFrame.Ticks), ShortestPart.Ticks));
        bool keepsFloor = longestFrame.Ticks * 100 <= target.Ticks * (100 - FloorPercent);
        return new PartPlan(int.MaxValue, target, target, keepsFloor);
    }

    /// <summary>Whether a part ends before the next frame. A lost frame ends it early, so that no part is longer than PART-TARGET.</summary>
    /// <param name="frames">Frames in the part so far, at least 1.</param>
    /// <param name="duration">What they last.</param>
    /// <param name="next">What the next frame lasts, as far as is known.</param>
    public bool EndsBefore(int frames, TimeSpan duration, TimeSpan next) => frames >= FramesPerPart || duration + next > PartTarget;

    private static TimeSpan RoundUp(long ticks) =>
        TimeSpan.FromTicks((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
}
