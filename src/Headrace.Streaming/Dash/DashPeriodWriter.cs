using Headrace.Manifests.Dash;
using Headrace.Manifests.Hls;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Hls;

namespace Headrace.Streaming.Dash;

/// <summary>Describes periods.</summary>
/// <param name="renditions">All that can be played, the lead first.</param>
/// <param name="origin">Path time of the start of the presentation, in nanoseconds.</param>
internal sealed class DashPeriodWriter(IReadOnlyList<HlsRendition> renditions, long origin)
{
    /// <summary>Id of the producer reference times.</summary>
    public const int ReferenceId = 0;

    public MpdPeriod Describe(DashPeriod period)
    {
        List<AdaptationSet> sets = [];
        bool hasSound = false;
        foreach (HlsRendition rendition in renditions)
        {
            if (!period.Tracks.TryGetValue(rendition.Name, out DashTrack? track) || !TryDescribe(track, rendition, out SegmentTemplate? segments)) continue;
            bool isVideo = track.Map.Track.Kind == MediaKind.Video;
            sets.Add(new AdaptationSet
            {
                Id = track.Map.Track.Id + 1,
                ContentType = isVideo ? "video" : "audio",
                MimeType = isVideo ? "video/mp4" : "audio/mp4",
                Language = isVideo ? null : "und",
                Role = isVideo || !hasSound ? "main" : "alternate",
                StartsWithSap = period.StartsWithSap,
                ProducerReference = period.Captured is { } captured ? new ProducerReference(ReferenceId, captured, track.Offset) : null,
                Representations = [Describe(track, rendition, segments)],
            });
            hasSound |= !isVideo;
        }

        return new MpdPeriod { Id = $"p{period.Id}", Start = TimeSpan.FromTicks((period.Start - origin) / 100), AdaptationSets = new ValueList<AdaptationSet>([.. sets]) };
    }

    private static bool TryDescribe(DashTrack track, HlsRendition rendition, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SegmentTemplate? template)
    {
        template = null;
        List<TimelineRun> runs = [];
        long first = -1;
        foreach (TimedSegment segment in rendition.Timed)
        {
            if (segment.MediaSequence < track.FirstNumber || segment.MediaSequence > track.LastNumber || segment.End <= track.Offset) continue;
            if (first < 0) first = segment.MediaSequence;
            TimelineRun.Append(runs, segment.Start, segment.End - segment.Start);
        }

        if (first < 0) return false;
        template = new SegmentTemplate
        {
            Timescale = track.Timescale,
            PresentationTimeOffset = track.Offset,
            StartNumber = track.Duration is null ? first : track.StartNumber,
            Initialization = $"hls/{track.Name}/{track.Incarnation}-init{track.Map.Number}.mp4",
            // ffmpeg 5 counts the numbers of a timeline from 0, whatever it is told. A number may turn out to be that of a segment of the next period: the query says what its player can read.
            Media = $"hls/{track.Name}/{track.Incarnation}-{(track.Duration is null ? "t$Time$.m4s" : $"s$Number$.m4s?i={track.Map.Number}")}",
            Duration = track.Duration,
            Timeline = track.Duration is null ? new ValueList<TimelineRun>([.. runs]) : default,
            AvailabilityTimeOffset = track.Duration is { } duration ? Early(rendition, Timebase.ToTimeSpan(duration, track.Timescale)) : TimeSpan.Zero,
        };
        return true;
    }

    /// <summary>A segment can be asked for when its first part is there.</summary>
    private static TimeSpan Early(HlsRendition rendition, TimeSpan duration)
    {
        TimeSpan early = duration - (rendition.State.Parts?.PartTarget ?? duration);
        return early > TimeSpan.Zero ? early : TimeSpan.Zero;
    }

    private static Representation Describe(DashTrack track, HlsRendition rendition, SegmentTemplate segments)
    {
        VideoFormat? picture = track.Map.Track.Format as VideoFormat;
        AudioFormat? sound = track.Map.Track.Format as AudioFormat;
        return new Representation
        {
            Id = rendition.Name,
            Codecs = track.Map.Track.Format.Rfc6381 ?? "",
            Bandwidth = track.Bandwidth,
            Resolution = picture is null ? null : new Resolution(picture.Width, picture.Height),
            FrameRate = picture is null ? null : RateOf(picture, rendition),
            SampleAspectRatio = picture?.SampleAspectRatio is { } shape ? $"{shape.Width}:{shape.Height}" : null,
            AudioSamplingRate = sound?.SampleRate,
            Channels = sound?.Channels,
            Segments = segments,
        };
    }

    /// <summary>What the stream states, else what was measured where it is a whole number.</summary>
    private static string? RateOf(VideoFormat picture, HlsRendition rendition)
    {
        if (picture.FrameRate is { } stated) return stated.Denominator == 1 ? $"{stated.Numerator}" : $"{stated.Numerator}/{stated.Denominator}";
        if (rendition.State.Parts is not { FramesPerPart: < int.MaxValue } plan) return null;
        double measured = plan.FramesPerPart / plan.PartDuration.TotalSeconds;
        return Math.Abs(measured - Math.Round(measured)) < 0.01 ? $"{Math.Round(measured)}" : null;
    }
}
