using System.Collections.Immutable;
using Headrace.Manifests.Dash;
using Headrace.Manifests.Hls;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Dash;

/// <summary>The MPD of a stream, made of the segments of its CMAF branch: the times of the media are those of the path, in every period.</summary>
public static class DashManifest
{
    /// <summary>Segments that a player without low latency stays behind live.</summary>
    private const int SegmentsBehind = 3;

    /// <summary>Where the clock is, from the folder of the manifest.</summary>
    public const string Clock = "hls/time";

    /// <summary>The manifest as it stands; null while no period can be played.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="branch">Its CMAF branch.</param>
    /// <param name="clock">Time.</param>
    /// <param name="isListed">True to have segments listed, also where they are regular.</param>
    public static Mpd? Describe(LiveStream stream, HlsBranch branch, TimeProvider clock, bool isListed = false)
    {
        if (branch.Presentation is not { } presentation) return null;
        DashPathState state = stream.PathMemory.Get<DashForms>().Of(isListed);
        lock (state.Gate)
        {
            state.Follow(branch.Run);
            HlsRendition[] renditions = [.. presentation.Renditions.OrderBy(rendition => rendition.Tracks[0].Kind == MediaKind.Video ? 0 : 1)];
            ImmutableArray<ImmutableArray<TimedSegment>> windows = [.. renditions.Select(rendition => rendition.Timed)];
            if (state.Last is not null && windows.AsSpan().SequenceEqual(state.Windows.AsSpan())) return state.Last;
            state.Windows = windows;
            state.Periods.Update(renditions, stream.Options.Dash.LowLatency && !isListed);
            return state.Last = Compose(stream, state, presentation, renditions, clock) ?? state.Last;
        }
    }

    /// <summary>The last manifest of a stream that is no more, with its end; null where there was none of the form.</summary>
    public static Mpd? DescribeEnd(LiveStream stream, bool isListed = false)
    {
        DashPathState state = stream.PathMemory.Get<DashForms>().Of(isListed);
        lock (state.Gate)
        {
            if (state.Last is not { } last) return null;
            TimeSpan end = TimeSpan.FromTicks((state.Periods.LeadEnd - state.Origin) / 100);
            return last with { MinimumUpdatePeriod = null, MediaPresentationDuration = end, Location = null };
        }
    }

    private static Mpd? Compose(LiveStream stream, DashPathState state, HlsPresentation presentation, HlsRendition[] renditions, TimeProvider clock)
    {
        DashPeriod[] shown = [.. state.Periods.All.TakeWhile(period => period.IsReady(renditions.Length))];
        if (shown.Length == 0) return null;
        if (state.AvailabilityStart is null) Freeze(state, shown[0], renditions, clock);
        Measure(state, renditions[0].Timed);
        DateTime start = state.AvailabilityStart!.Value;
        foreach (DashPeriod period in shown) period.Publish(stream.Clock, start.AddTicks((period.Start - state.Origin) / 100));
        TimeSpan segment = state.SegmentDuration;
        bool isLowLatency = shown[^1].Duration is not null;
        LatencyTarget? latency = isLowLatency ? Latency(renditions[0], shown[^1].Captured is null ? null : DashPeriodWriter.ReferenceId) : null;
        DashPeriodWriter writer = new(renditions, state.Origin);
        return new Mpd
        {
            AvailabilityStart = start,
            Publish = clock.GetUtcNow().UtcDateTime,
            MinimumUpdatePeriod = TimeSpan.FromMilliseconds(Math.Clamp((isLowLatency ? segment : segment / 2).TotalMilliseconds, 500, 2000)),
            TimeShiftBufferDepth = Depth(segment * stream.Options.Hls.SegmentCount, renditions[0], state.Origin),
            SuggestedPresentationDelay = latency?.Target ?? segment * SegmentsBehind,
            MaxSegmentDuration = TimeSpan.FromSeconds(presentation.Targets.TargetDuration),
            MinBufferTime = latency is null ? segment : latency.Target / 2,
            Latency = latency,
            UtcTimings = [new UtcTiming(UtcTiming.HttpIso, Clock)],
            Periods = new ValueList<MpdPeriod>([.. shown.Select(writer.Describe)]),
        };
    }

    /// <summary>The window, as far as it reaches back already: ffmpeg 5 to 8 finds no segment while the depth is greater than the age of the presentation.</summary>
    private static TimeSpan Depth(TimeSpan window, HlsRendition lead, long origin)
    {
        TimedSegment newest = lead.Timed[^1];
        TimeSpan age = TimeSpan.FromTicks((Timebase.ToNanoseconds(newest.End, newest.Map.Track.ClockRate) - origin) / 100);
        return age < window ? age : window;
    }

    /// <summary>Chooses what players rely on from now on.</summary>
    private static void Freeze(DashPathState state, DashPeriod first, HlsRendition[] renditions, TimeProvider clock)
    {
        long offset = renditions.Max(rendition => rendition.Delay.Find() ?? long.MinValue);
        state.Origin = first.Start;
        DateTime start = clock.GetUtcNow().UtcDateTime - (MonotonicTime.Now(clock) - new MonotonicTime(state.Origin + offset));
        state.AvailabilityStart = new DateTime(start.Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond + TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
    }

    private static void Measure(DashPathState state, ImmutableArray<TimedSegment> lead)
    {
        long ticks = lead.Max(segment => segment.End - segment.Start);
        TimeSpan longest = TimeSpan.FromMilliseconds(Math.Ceiling(Timebase.ToTimeSpan(ticks, lead[0].Map.Track.ClockRate).TotalMilliseconds));
        if (longest > state.SegmentDuration) state.SegmentDuration = longest;
    }

    /// <summary>Ten parts, so that one that comes late is not missed; at least what browsers manage.</summary>
    private static LatencyTarget Latency(HlsRendition lead, int? reference)
    {
        TimeSpan part = lead.State.Parts?.PartDuration ?? TimeSpan.FromSeconds(1);
        TimeSpan target = TimeSpan.FromMilliseconds(Math.Max(2000, 10 * part.TotalMilliseconds));
        return new LatencyTarget(target, target / 2, target * 2, 0.96m, 1.04m, reference);
    }
}
