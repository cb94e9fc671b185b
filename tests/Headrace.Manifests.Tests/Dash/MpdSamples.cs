using System.Buffers;
using Headrace.Manifests.Dash;
using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Tests.Dash;

/// <summary>MPDs as the server makes them.</summary>
internal static class MpdSamples
{
    public static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Segments of two seconds, from 10 on, that are listed; published so many seconds after the start.</summary>
    public static Mpd Listed(int seconds = 40) => Sample(seconds, isListed: true);

    /// <summary>Segments of two seconds by their duration, sent while they are made.</summary>
    public static Mpd LowLatency(int seconds = 40) => Sample(seconds, isListed: false) with
    {
        SuggestedPresentationDelay = TimeSpan.FromSeconds(2),
        Latency = new LatencyTarget(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), 0.96m, 1.04m, 0),
    };

    /// <summary>With something else in its first set, or its first representation's template.</summary>
    public static Mpd With(this Mpd mpd, Func<AdaptationSet, AdaptationSet>? set = null, Func<SegmentTemplate, SegmentTemplate>? template = null)
    {
        AdaptationSet first = mpd.Periods[0].AdaptationSets[0];
        if (template is not null) first = first with { Representations = [first.Representations[0] with { Segments = template(first.Representations[0].Segments) }] };
        if (set is not null) first = set(first);
        return mpd with { Periods = [mpd.Periods[0] with { AdaptationSets = [first, mpd.Periods[0].AdaptationSets[1]] }] };
    }

    public static byte[] Text(Mpd mpd)
    {
        ArrayBufferWriter<byte> text = new();
        MpdWriter.Write(mpd, text);
        return text.WrittenSpan.ToArray();
    }

    private static Mpd Sample(int seconds, bool isListed) => new()
    {
        AvailabilityStart = Start,
        Publish = Start.AddSeconds(seconds),
        MinimumUpdatePeriod = TimeSpan.FromSeconds(1),
        TimeShiftBufferDepth = TimeSpan.FromSeconds(20),
        SuggestedPresentationDelay = TimeSpan.FromSeconds(6),
        MaxSegmentDuration = TimeSpan.FromSeconds(2),
        MinBufferTime = TimeSpan.FromSeconds(2),
        Location = "manifest.mpd?s=1&token=a",
        UtcTimings = [new UtcTiming(UtcTiming.HttpIso, "hls/time")],
        Periods =
        [
            new MpdPeriod
            {
                Id = "p0",
                Start = TimeSpan.FromSeconds(0.5),
                AdaptationSets =
                [
                    new AdaptationSet
                    {
                        Id = 1, ContentType = "video", MimeType = "video/mp4", Role = "main", StartsWithSap = true, ProducerReference = new ProducerReference(0, Start.AddSeconds(0.5), 45_000),
                        Representations =
                        [
                            new Representation
                            {
                                Id = "0", Codecs = "avc1.64001f", Bandwidth = 1_000_000, Resolution = new Resolution(1280, 720), FrameRate = "30000/1001", SampleAspectRatio = "1:1",
                                Segments = Template(90_000, seconds, isListed),
                            },
                        ],
                    },
                    new AdaptationSet
                    {
                        Id = 2, ContentType = "audio", MimeType = "audio/mp4", Language = "und", Role = "main", StartsWithSap = true,
                        Representations = [new Representation { Id = "1", Codecs = "mp4a.40.2", Bandwidth = 128_000, AudioSamplingRate = 48_000, Channels = 2, Segments = Template(48_000, seconds, isListed) }],
                    },
                ],
            },
        ],
    };

    private static SegmentTemplate Template(int timescale, int seconds, bool isListed)
    {
        int first = Math.Max((seconds - 20) / 2, 0);
        int count = seconds / 2 - first;
        return new SegmentTemplate
        {
            Timescale = timescale,
            PresentationTimeOffset = timescale / 2,
            StartNumber = isListed ? 10 + first : 10,
            Initialization = $"hls/{timescale}/a-init0.mp4",
            Media = isListed ? $"hls/{timescale}/a-t$Time$.m4s" : $"hls/{timescale}/a-s$Number$.m4s",
            Duration = isListed ? null : 2 * timescale,
            Timeline = isListed ? [new TimelineRun(timescale / 2 + first * 2 * timescale, 2 * timescale, count - 1)] : default,
            AvailabilityTimeOffset = isListed ? TimeSpan.Zero : TimeSpan.FromSeconds(1.8),
        };
    }
}
