using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Tests.Hls.Reading;

/// <summary>Random playlists of all that the model can express and a text can carry.</summary>
internal static class RandomPlaylists
{
    public static MediaPlaylist Media(Random random)
    {
        MediaMap? map = null;
        ValueList<EncryptionKey> keys = [];
        MediaSegment[] segments = new MediaSegment[random.Next(1, 30)];
        for (int i = 0; i < segments.Length; i++) segments[i] = Segment(random, i, ref map, ref keys, random.Next(4) == 0 && i >= segments.Length - 3);
        MediaSegment? open = random.Next(2) == 0 ? Open(random, ref map, ref keys) : null;
        return new MediaPlaylist
        {
            TargetDuration = random.Next(1, 4),
            PartTarget = random.Next(2) == 0 ? Duration(random) : null,
            ServerControl = new ServerControl(random.Next(2) == 0, Maybe(random), Maybe(random), TimeSpan.FromSeconds(random.Next(13, 25)), random.Next(2) == 0),
            MediaSequence = random.NextInt64(1_000_000),
            DiscontinuitySequence = random.Next(5),
            IsIndependentSegments = random.Next(2) == 0,
            Segments = new(segments),
            Open = open,
            PreloadHints = random.Next(2) == 0 ? [new PreloadHint(PreloadHintType.Map, "m", 5), new PreloadHint(PreloadHintType.Part, "ü\u2028", null, 7)] : [],
            RenditionReports = random.Next(2) == 0 ? [new RenditionReport("../x", random.Next(), random.Next(9)), new RenditionReport("y", 1, null)] : [],
        };
    }

    public static MultivariantPlaylist Multivariant(Random random) => new()
    {
        IsIndependentSegments = random.Next(2) == 0,
        Variants = new([.. Enumerable.Range(0, random.Next(4)).Select(i => Variant(random, i))]),
        Renditions = new([.. Enumerable.Range(0, random.Next(4)).Select(i => Rendition(random, i))]),
    };

    private static Variant Variant(Random random, int index) => new()
    {
        Uri = $"v{index}.m3u8",
        Bandwidth = random.NextInt64(1, 100_000_000),
        AverageBandwidth = random.Next(2) == 0 ? random.Next() : null,
        Codecs = random.Next(2) == 0 ? "avc1.64001f,opus" : "",
        Resolution = random.Next(2) == 0 ? new Resolution(random.Next(9000), random.Next(9000)) : null,
        FrameRate = random.Next(2) == 0 ? random.Next(1, 120_000) / 1000m : null,
        VideoRange = random.Next(2) == 0 ? "PQ" : null,
        AudioGroup = random.Next(2) == 0 ? "a" : null,
        VideoGroup = random.Next(2) == 0 ? "v" : null,
        SubtitlesGroup = random.Next(2) == 0 ? "s" : null,
        ClosedCaptionsGroup = index == 1 ? "cc" : null,
        HasNoClosedCaptions = index == 2,
    };

    private static Rendition Rendition(Random random, int index) => new()
    {
        Type = index == 0 ? "AUDIO" : "CLOSED-CAPTIONS",
        GroupId = "g",
        Name = $"name, {index}",
        Language = random.Next(2) == 0 ? "de" : null,
        Channels = random.Next(2) == 0 ? "2" : null,
        Characteristics = random.Next(2) == 0 ? "public.easy-to-read" : null,
        InstreamId = index == 1 ? "SERVICE3" : null,
        IsDefault = random.Next(2) == 0,
        IsAutoselect = random.Next(2) == 0,
        IsForced = random.Next(2) == 0,
        Uri = random.Next(2) == 0 ? "a.m3u8" : null,
    };

    private static MediaSegment Segment(Random random, int index, ref MediaMap? map, ref ValueList<EncryptionKey> keys, bool withParts) =>
        Common(random, ref map, ref keys) with
        {
            Uri = $"segment {index}.m4s",
            Duration = Duration(random),
            Title = random.Next(5) == 0 ? "a, title" : "",
            IsGap = random.Next(9) == 0,
            Range = random.Next(5) == 0 ? new ByteRange(random.Next(), random.NextInt64(long.MaxValue / 2)) : null,
            Parts = withParts ? Parts(random) : [],
        };

    private static MediaSegment Open(Random random, ref MediaMap? map, ref ValueList<EncryptionKey> keys)
    {
        ValueList<PartialSegment> parts = Parts(random);
        return Common(random, ref map, ref keys) with { Parts = parts, Duration = TimeSpan.FromTicks(parts.Sum(p => p.Duration.Ticks)) };
    }

    private static MediaSegment Common(Random random, ref MediaMap? map, ref ValueList<EncryptionKey> keys)
    {
        if (random.Next(4) == 0)
        {
            map = new MediaMap($"init{random.Next(3)}.mp4", random.Next(2) == 0 ? new ByteRange(random.Next(), random.Next()) : null);
        }

        if (random.Next(6) == 0)
        {
            keys = [new EncryptionKey("AES-128", "k", "0x1", random.Next(2) == 0 ? "identity" : null), new EncryptionKey("SAMPLE-AES", "l")];
        }

        return new MediaSegment
        {
            Map = map,
            Keys = keys,
            IsDiscontinuity = random.Next(5) == 0,
            ProgramDateTime = random.Next(2) == 0 ? new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(random.Next()) : null,
        };
    }

    private static ValueList<PartialSegment> Parts(Random random) => new([.. Enumerable.Range(0, random.Next(1, 5)).Select(i => new PartialSegment(
        $"p{i}", Duration(random), random.Next(2) == 0, random.Next(5) == 0, random.Next(3) == 0 ? new ByteRange(random.Next(), random.Next()) : null))]);

    private static TimeSpan Duration(Random random) => TimeSpan.FromTicks(random.NextInt64(1, 40_000_000));

    private static TimeSpan? Maybe(Random random) => random.Next(2) == 0 ? Duration(random) : null;
}
