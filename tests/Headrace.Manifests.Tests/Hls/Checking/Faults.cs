using System.Text;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;

namespace Headrace.Manifests.Tests.Hls.Checking;

/// <summary>One fault for each rule: what to change in a clean stream, so that just this rule is broken.</summary>
internal static class Faults
{
    /// <summary>A reload in the middle, when the window is full, a segment is open and no delta update is asked for.</summary>
    private const int Middle = 100;

    /// <summary>The same, with a delta update.</summary>
    private const int MiddleDelta = 101;

    public static readonly Dictionary<Rule, Fault> All = new()
    {
        // The text of one playlist.
        [Rules.NotAPlaylist] = new(f => f.Text = Once(Middle, _ => "<html>")),
        [Rules.MixedPlaylist] = new(f => f.Text = Once(Middle, t => t + "#EXT-X-STREAM-INF:BANDWIDTH=1\nx\n")),
        [Rules.MalformedTag] = new(f => f.Text = Once(Middle, t => t + "#EXT-X-PRELOAD-HINT:TYPE=MAP,URI=open\"\n")),
        [Rules.MissingAttribute] = new(f => f.Text = Once(Middle, t => t + "#EXT-X-RENDITION-REPORT:LAST-MSN=1\n")),
        [Rules.MissingTag] = new(f => f.Text = (name, _, t) => name == "multivariant" ? t + "orphan.m3u8\n" : t),
        [Rules.DuplicateTag] = new(f => f.Text = Once(Middle, t => t + "#EXT-X-TARGETDURATION:6\n")),
        [Rules.MisplacedTag] = new(f => f.Text = Once(Middle, MoveHeadBehindFirstSegment)),
        [Rules.BeyondLimits] = new(f => f.Text = Once(Middle, t => t + string.Concat(Enumerable.Repeat("#EXT-X-DATERANGE:ID=\"a\"\n", 1001)))),
        [Rules.VersionTooLow] = new(f => f.Text = Once(Middle, t => t.Replace("VERSION:6", "VERSION:5", StringComparison.Ordinal))),
        [Rules.VersionTooHigh] = new(f => f.Text = Once(Middle, t => t.Replace("VERSION:6", "VERSION:7", StringComparison.Ordinal))),
        [Rules.TargetDurationInvalid] = new(f => f.Checker.Observe(Alone("#EXTM3U\n#EXT-X-TARGETDURATION:0\n"))) { Duration = TimeSpan.Zero },
        [Rules.TargetDurationNotSix] = new(_ => { }) { Options = new VirtualStreamOptions { TargetDuration = 7 } },
        [Rules.PartInfMissing] = new(f => f.Playlist = Always(p => p with { PartTarget = null })),
        [Rules.PartHoldBackMissing] = new(f => f.Playlist = Control(c => c with { PartHoldBack = null })),
        [Rules.PartHoldBackTooShort] = new(f => f.Playlist = Control(c => c with { PartHoldBack = TimeSpan.FromSeconds(2) })),
        [Rules.PartHoldBackBelowThree] = new(f => f.Playlist = Control(c => c with { PartHoldBack = TimeSpan.FromSeconds(3) })),
        [Rules.HoldBackTooShort] = new(f => f.Playlist = Control(c => c with { HoldBack = TimeSpan.FromSeconds(17.9) })),
        [Rules.SkipBoundaryTooShort] = new(f => f.Playlist = Control(c => c with { CanSkipUntil = TimeSpan.FromSeconds(35) })),
        [Rules.SkipBoundaryMissing] = new(f => f.Playlist = Control(c => c with { CanSkipUntil = null, CanSkipDateRanges = true })),
        [Rules.DeltaNotOffered] = new(f => f.Playlist = Control(c => c with { CanSkipUntil = null }))
        {
            Options = new VirtualStreamOptions { WantedSegments = 21 },
        },
        [Rules.BlockingReloadMissing] = new(f => f.Playlist = Control(c => c with { CanBlockReload = false })),
        [Rules.PreloadHintMissing] = new(f => f.Playlist = Always(p => p with { PreloadHints = [] })),
        [Rules.PreloadHintAfterEnd] = new(f => f.Playlist = Video((n, p) => p with { IsEnded = n >= 129 })),
        [Rules.SeveralHintsOfOneType] = new(f => f.Playlist = Always(p => p with { PreloadHints = [p.PreloadHints[0], p.PreloadHints[0]] })),
        [Rules.TooFewSegments] = new(_ => { }) { Options = new VirtualStreamOptions { WantedSegments = 5 } },

        // Segments and parts of one playlist.
        [Rules.DurationOverTarget] = new(_ => { }) { Options = new VirtualStreamOptions { SegmentDuration = TimeSpan.FromSeconds(8) } },
        [Rules.PartOverTarget] = new(
            f => f.Playlist = Video((_, p) => Lasts(Lasts(p, "video-part62.m4s", 1.1), "video-part63.m4s", 0.9)))
        {
            HidesMedia = true,
        },
        [Rules.PartUnderFloor] = new(
            f => f.Playlist = Video((_, p) => Lasts(p, "video-part63.m4s", 0.86)))
        {
            HidesMedia = true,
            Except = [Rules.PartsDoNotSum],
        },
        [Rules.PartUnderFloorAtVariableRate] = new(
            f => f.Playlist = Video((_, p) => Lasts(p, "video-part63.m4s", 0.86)))
        {
            HidesMedia = true, Except = [Rules.PartsDoNotSum], CheckerOptions = new CheckerOptions { IsFrameRateVariable = true },
        },
        [Rules.PartsDoNotSum] = new(
            f => f.Playlist = Video((_, p) => Lasts(p, "video-part63.m4s", 0.998)))
        {
            HidesMedia = true,
        },
        [Rules.MapMissing] = new(
            f => f.Playlist = Always(p => EditAll(p, s => s with { Map = null }))),
        [Rules.UriTwice] = new(f => f.Playlist = Video((_, p) => Edit(p, 12, s => s with { Uri = "video-seg11.m4s" }))) { HidesMedia = true },
        [Rules.ProgramDateTimeMissing] = new(f => f.Playlist = Always(WithoutDates)),
        [Rules.ProgramDateTimeMissingAtDiscontinuity] = new(f => f.Playlist = Always(p => WithoutDates(p, s => s.IsDiscontinuity)))
        {
            Options = OnePause,
        },
        [Rules.ProgramDateTimeOverlap] = new(f => f.Playlist = Video((_, p) => MoveDates(p, 12, -1.5)))
        {
            Except = [Rules.RenditionDiscontinuityDiffers],
        },
        [Rules.ProgramDateTimeDrift] = new(f => f.Playlist = Video((_, p) => MoveDates(p, 12, -0.2))),
        [Rules.PartsKeptLong] = new(_ => { }) { Options = new VirtualStreamOptions { KeepsParts = true } },

        // From reload to reload.
        [Rules.TargetDurationChanged] = new(
            f => f.Playlist = After(Middle, p => p with { TargetDuration = 7 }))
        {
            Except =
            [
                Rules.TargetDurationNotSix, Rules.HoldBackTooShort, Rules.SkipBoundaryTooShort, Rules.RenditionTargetDurationDiffers, Rules.PartRemovedEarly,
            ],
        },
        [Rules.PartTargetChanged] = new(f => f.Playlist = After(Middle, p => p with { PartTarget = p.PartTarget + TimeSpan.FromMilliseconds(1) }))
        {
            Except = [Rules.PartHoldBackBelowThree],
        },
        [Rules.PartHoldBackChanged] = new(f => f.Playlist = ControlAfter(Middle, c => c with { PartHoldBack = TimeSpan.FromSeconds(4) }))
        {
            Except = [Rules.RenditionServerControlDiffers],
        },
        [Rules.HoldBackChanged] = new(f => f.Playlist = ControlAfter(Middle, c => c with { HoldBack = TimeSpan.FromSeconds(19) }))
        {
            Except = [Rules.RenditionServerControlDiffers],
        },
        [Rules.SkipBoundaryChanged] = new(f => f.Playlist = ControlAfter(Middle, c => c with { CanSkipUntil = TimeSpan.FromSeconds(37) }))
        {
            Except = [Rules.RenditionServerControlDiffers],
        },
        [Rules.BlockReloadChanged] = new(f => f.Playlist = ControlAfter(Middle, c => c with { CanBlockReload = false }))
        {
            Except = [Rules.RenditionServerControlDiffers, Rules.BlockingReloadMissing],
        },
        [Rules.PlaylistHeadChanged] = new(f => f.Playlist = After(Middle, p => p with { IsIndependentSegments = false })),
        [Rules.MediaSequenceDecreased] = new(f => f.Playlist = Video((n, p) => n == Middle ? p with { MediaSequence = p.MediaSequence - 1 } : p)),
        [Rules.MediaSequenceJumped] = new(f => f.Playlist = Video((n, p) => n >= Middle ? p with { MediaSequence = p.MediaSequence + 50 } : p))
        {
            HidesMedia = true,
            Except = [Rules.RenditionReportWrong],
        },
        [Rules.MediaSequenceInconsistent] = new(f => f.Playlist = Video((n, p) => n >= Middle ? p with { MediaSequence = p.MediaSequence + 1 } : p))
        {
            HidesMedia = true,
            Except = [Rules.RenditionReportWrong],
        },
        [Rules.DiscontinuitySequenceWrong] = new(f => f.Playlist = Always(p => p with { DiscontinuitySequence = 0 }))
        {
            Options = OnePause,
            Duration = TimeSpan.FromMinutes(3),
            Except = [Rules.RenditionDiscontinuityDiffers],
        },
        [Rules.SegmentChanged] = new(f => f.Playlist = Video((n, p) => n >= Middle ? Edit(p, 12, s => s with { Title = "new" }) : p)),
        [Rules.SegmentLost] = new(
            f => f.Playlist = Video((n, p) => n == Middle ? p with { Segments = new([.. p.Segments.Take(p.Segments.Count - 1)]), Open = null } : p)),
        [Rules.SegmentRemovedEarly] = new(_ => { })
        {
            Options = new VirtualStreamOptions { WantedSegments = 2, LeastTargetDurations = 2 },
            Except = [Rules.TooFewSegments],
        },
        [Rules.RemovedFromTypedPlaylist] = new(f => f.Playlist = Always(p => p with { PlaylistType = "EVENT" })),
        [Rules.ChangedAfterEnd] = new(f => f.Playlist = Video((n, p) => n == Middle ? p with { IsEnded = true, PreloadHints = [] } : p)),
        [Rules.PartChanged] = new(
            f => f.Playlist = Video((n, p) => n >= Middle ? EditPart(p, "video-part97.m4s", q => q with { Uri = "other.m4s" }) : p))
        {
            HidesMedia = true,
        },
        [Rules.PartLost] = new(
            f => f.Playlist = Video((n, p) => n == Middle ? p with { Open = p.Open! with { Parts = new([.. p.Open.Parts.Take(1)]) } } : p)),
        [Rules.PartInserted] = new(
            f => f.Playlist = Video((n, p) => n >= Middle ? Edit(p, 15, WithLatePart) : p)),
        [Rules.PartRemovedEarly] = new(f => f.Playlist = Video((n, p) => n >= Middle ? Edit(p, 15, s => s with { Parts = [] }) : p)),
        [Rules.PlaylistStalled] = new(_ => { })
        {
            Options = new VirtualStreamOptions { HidesFrom = TimeSpan.FromSeconds(100), HidesUntil = TimeSpan.FromSeconds(112) },
            Except = [Rules.PartLate],
        },
        [Rules.StallBeforeDiscontinuity] = new(_ => { }) { Options = OnePause with { PauseLength = TimeSpan.FromSeconds(12), TellsPauses = false } },
        [Rules.PartLate] = new(_ => { })
        {
            Options = new VirtualStreamOptions { HidesFrom = TimeSpan.FromSeconds(100.1), HidesUntil = TimeSpan.FromSeconds(102.1) },
        },
        [Rules.HintNotKept] = new(
            f => f.Playlist = Video((n, p) => n == Middle ? p with { PreloadHints = [new PreloadHint(PreloadHintType.Part, "never.m4s")] } : p)),

        // Delivery directives.
        [Rules.BlockingAnswerEarly] = new(
            f => f.Response = Answer(Middle, r => r with { Url = r.Url.Replace("_HLS_part=", "_HLS_part=1", StringComparison.Ordinal) })),
        [Rules.PartWithoutSequenceAccepted] = new(f => f.Response = Answer(Middle, r => r with { Url = $"{VirtualFollower.VideoUrl}&_HLS_part=1" })),
        [Rules.FarRequestNotRefused] = new(f => f.Response = Answer(Middle, r => r with { Url = $"{VirtualFollower.VideoUrl}&_HLS_msn=99" }))
        {
            Except = [Rules.BlockingAnswerEarly],
        },
        [Rules.DeltaWithheld] = new(f => f.Response = Answer(MiddleDelta, r => r with { Body = r.FullBody })),
        [Rules.DeltaUnasked] = new(
            f => f.Response = Answer(MiddleDelta, r => r with { Url = r.Url.Replace("&_HLS_skip=YES", "", StringComparison.Ordinal) })),
        [Rules.DeltaUnannounced] = new(f => f.Text = Once(MiddleDelta, t => t.Replace("CAN-SKIP-UNTIL=36,", "", StringComparison.Ordinal))),
        [Rules.DeltaSkipsTooMuch] = new(f => f.Text = Once(MiddleDelta, t => SkipMore(t, 1))),
        [Rules.DeltaSkipsTooLittle] = new(f => f.Text = Once(MiddleDelta, t => SkipLess(t))),
        [Rules.DeltaNotApplicable] = new(
            f => f.Text = Once(MiddleDelta, t => t.Replace("SKIPPED-SEGMENTS=3", "SKIPPED-SEGMENTS=30", StringComparison.Ordinal))),
        [Rules.DeltaMismatch] = new(f => f.Text = Once(MiddleDelta, t => t.Replace("video-part99.m4s", "other.m4s", StringComparison.Ordinal))),

        // HTTP.
        [Rules.PlaylistUnavailable] = new(f => f.Response = Answer(Middle, r => r with { Status = 404 })),
        [Rules.PlaylistTypeUnknown] = new(
            f => f.Checker.Observe(Alone("#EXTM3U\n#EXT-X-TARGETDURATION:6\n") with
            {
                Url = "http://example.test/x",
                Headers = new ResponseHeaders("text/plain", "gzip", null),
            }))
        {
            Duration = TimeSpan.Zero,
        },
        [Rules.PlaylistContentType] = new(f => f.Response = Answer(Middle, r => r with { Headers = r.Headers! with { ContentType = "text/plain" } })),
        [Rules.PlaylistNotCompressed] = new(f => f.Response = Answer(Middle, r => r with { Headers = r.Headers! with { ContentEncoding = null } })),
        [Rules.PlaylistCachedTooLong] = new(
            f => f.Response = Answer(0, r => r with { Headers = r.Headers! with { CacheControl = "public, max-age=60" } })),
        [Rules.MediaUnavailable] = new(f => f.Fact = Media("video-part99.m4s", m => m with { Status = 404 })),
        [Rules.MediaNotCacheable] = new(
            f => f.Fact = Media("video-part99.m4s", m => m with { Headers = new ResponseHeaders("video/mp4", null, "no-store") })),

        // The media itself.
        [Rules.ResourceChanged] = new(
            f => f.Fact = Media("video-part99.m4s", m => m with { Url = m.Url.Replace("part99", "part98", StringComparison.Ordinal) })),
        [Rules.MediaUnreadable] = new(f => f.Fact = Media("video-part99.m4s", m => m with { Fault = "no box" })),
        [Rules.DurationMismatch] = new(
            f => f.Fact = Media("audio-part99.m4s", Timing(t => t with { DecodeTime = t.DecodeTime + 96, Duration = t.Duration - 96 })))
        {
            Except = [Rules.DecodeTimeGap],
        },
        [Rules.DecodeTimeGap] = new(f => f.Fact = Media("video-part99.m4s", Timing(t => t with { DecodeTime = t.DecodeTime + 3000 }))),
        [Rules.SegmentDiffersFromParts] = new(
            f => f.Fact = m => m.Url.Contains("-seg", StringComparison.Ordinal) ? Timing(t => t with { DecodeTime = t.DecodeTime + 4000 })(m) : m),
        [Rules.IndependentPartWithoutFrame] = new(
            f => f.Fact = Media("video-part100.m4s", Timing(t => t with { RandomAccess = RandomAccessPlace.None }))),
        [Rules.IndependentPartUnmarked] = new(
            f => f.Fact = Media("video-part99.m4s", Timing(t => t with { RandomAccess = RandomAccessPlace.Within }))),
        [Rules.IndependentSegmentsBroken] = new(
            f => f.Fact = Media("video-seg15.m4s", Timing(t => t with { RandomAccess = RandomAccessPlace.Within }))),
        [Rules.SegmentWithoutRandomAccess] = new(f =>
        {
            f.Playlist = Always(p => p with { IsIndependentSegments = false });
            f.Fact = Media("video-seg15.m4s", Timing(t => t with { RandomAccess = RandomAccessPlace.None }));
        }),
        [Rules.BandwidthTooLow] = new(f => f.Multivariant = p => EditVariant(p, v => v with { Bandwidth = 2_000_000 })),

        // Multivariant Playlists and renditions.
        [Rules.NoVariants] = new(f => f.Multivariant = p => p with { Variants = [] }),
        [Rules.CodecsMissing] = new(f => f.Multivariant = p => EditVariant(p, v => v with { Codecs = "" })),
        [Rules.ResolutionMissing] = new(f => f.Multivariant = p => EditVariant(p, v => v with { Resolution = null })),
        [Rules.AverageBandwidthMissing] = new(f => f.Multivariant = p => EditVariant(p, v => v with { AverageBandwidth = null })),
        [Rules.FrameRateMissing] = new(f => f.Multivariant = p => EditVariant(p, v => v with { FrameRate = null })),
        [Rules.RenditionGroupMissing] = new(f => f.Multivariant = p => EditVariant(p, v => v with { AudioGroup = "other" })),
        [Rules.RenditionNameTwice] = new(
            f => f.Multivariant = p => p with { Renditions = [p.Renditions[0], p.Renditions[0] with { IsDefault = false }] }),
        [Rules.TwoDefaultRenditions] = new(
            f => f.Multivariant = p => p with { Renditions = [p.Renditions[0], p.Renditions[0] with { Name = "Again" }] }),
        [Rules.RenditionUriWrong] = new(
            f => f.Multivariant = p => p with
            {
                Renditions = [p.Renditions[0], new Rendition { Type = "SUBTITLES", GroupId = "s", Name = "S", Language = "en" }],
            }),
        [Rules.LanguageMissing] = new(f => f.Multivariant = p => p with { Renditions = [p.Renditions[0] with { Language = null }] }),
        [Rules.ChannelsMissing] = new(f => f.Multivariant = p => p with { Renditions = [p.Renditions[0] with { Channels = null }] }),
        [Rules.ClosedCaptionsMixed] = new(
            f => f.Multivariant = p => p with { Variants = [p.Variants[0], p.Variants[0] with { HasNoClosedCaptions = false }] }),
        [Rules.RenditionTargetDurationDiffers] = new(f => f.Playlist = Audio((_, p) => p with { TargetDuration = 5 }))
        {
            Except = [Rules.TargetDurationNotSix, Rules.DurationOverTarget, Rules.PartsKeptLong],
        },
        [Rules.RenditionServerControlDiffers] = new(
            f => f.Playlist = Audio((_, p) => p with { ServerControl = p.ServerControl! with { HoldBack = TimeSpan.FromSeconds(20) } })),
        [Rules.RenditionProgramDateTimeMissing] = new(f => f.Playlist = Audio((_, p) => WithoutDates(p))) { Except = [Rules.ProgramDateTimeMissing] },
        [Rules.RenditionDiscontinuityDiffers] = new(f => f.Playlist = Audio((_, p) => p with { DiscontinuitySequence = 5 })),
        [Rules.RenditionReportMissing] = new(f => f.Playlist = Always(p => p with { RenditionReports = [] })),
        [Rules.RenditionReportNotRelative] = new(
            f => f.Playlist = Always(p => EditReport(p, r => r with { Uri = $"{VirtualFollower.Root}hls/{r.Uri}" }))),
        [Rules.RenditionReportWrong] = new(
            f => f.Playlist = Video((n, p) => n == Middle ? EditReport(p, r => r with { LastMediaSequence = 3 }) : p)),
    };

    private static VirtualStreamOptions OnePause => new() { Pauses = [TimeSpan.FromSeconds(60.4)], TellsPauses = true };

    private static PlaylistResponse Alone(string text) => new("http://example.test/alone.m3u8", default, default, 200, Encoding.UTF8.GetBytes(text));

    private static Func<string, int, string, string> Once(int count, Func<string, string> change) =>
        (name, n, text) => name == "video" && n == count ? change(text) : text;

    private static Func<string, int, MediaPlaylist, MediaPlaylist> Always(Func<MediaPlaylist, MediaPlaylist> change) => (_, _, p) => change(p);

    private static Func<string, int, MediaPlaylist, MediaPlaylist> Control(Func<ServerControl, ServerControl> change) =>
        Always(p => p with { ServerControl = change(p.ServerControl!) });

    private static Func<string, int, MediaPlaylist, MediaPlaylist> ControlAfter(int count, Func<ServerControl, ServerControl> change) =>
        After(count, p => p with { ServerControl = change(p.ServerControl!) });

    private static Func<MediaFact, MediaFact> Timing(Func<MediaTiming, MediaTiming> change) => m => m with { Timing = change(m.Timing!) };

    private static Func<string, int, MediaPlaylist, MediaPlaylist> After(int count, Func<MediaPlaylist, MediaPlaylist> change) =>
        Video((n, p) => n >= count ? change(p) : p);

    private static Func<string, int, MediaPlaylist, MediaPlaylist> Video(Func<int, MediaPlaylist, MediaPlaylist> change) =>
        (name, n, p) => name == "video" ? change(n, p) : p;

    private static Func<string, int, MediaPlaylist, MediaPlaylist> Audio(Func<int, MediaPlaylist, MediaPlaylist> change) =>
        (name, n, p) => name == "audio" ? change(n, p) : p;

    private static Func<string, int, PlaylistResponse, PlaylistResponse> Answer(int count, Func<PlaylistResponse, PlaylistResponse> change) =>
        (name, n, r) => name == "video" && n == count ? change(r) : r;

    private static Func<MediaFact, MediaFact> Media(string uri, Func<MediaFact, MediaFact> change) =>
        m => m.Url.EndsWith($"/{uri}", StringComparison.Ordinal) ? change(m) : m;

    private static MultivariantPlaylist EditVariant(MultivariantPlaylist playlist, Func<Variant, Variant> change) =>
        playlist with { Variants = [change(playlist.Variants[0])] };

    private static MediaPlaylist Edit(MediaPlaylist playlist, long msn, Func<MediaSegment, MediaSegment> change) =>
        playlist with { Segments = new([.. playlist.Segments.Select((s, i) => playlist.MediaSequence + i == msn ? change(s) : s)]) };

    private static MediaPlaylist EditPart(MediaPlaylist playlist, string uri, Func<PartialSegment, PartialSegment> change) => playlist with
    {
        Segments = new([.. playlist.Segments.Select(s => EditPart(s, uri, change))]),
        Open = playlist.Open is null ? null : EditPart(playlist.Open, uri, change),
    };

    private static MediaSegment EditPart(MediaSegment segment, string uri, Func<PartialSegment, PartialSegment> change) =>
        segment with { Parts = new([.. segment.Parts.Select(p => p.Uri == uri ? change(p) : p)]) };

    private static MediaPlaylist Lasts(MediaPlaylist playlist, string part, double seconds) =>
        EditPart(playlist, part, p => p with { Duration = TimeSpan.FromSeconds(seconds) });

    private static MediaSegment WithLatePart(MediaSegment segment) => segment.Parts.Count == 0
        ? segment
        : segment with { Parts = [.. segment.Parts, new PartialSegment("late.m4s", TimeSpan.FromMilliseconds(0.5))] };

    private static MediaPlaylist EditReport(MediaPlaylist playlist, Func<RenditionReport, RenditionReport> change) =>
        playlist with { RenditionReports = [change(playlist.RenditionReports[0])] };

    /// <summary>Changes all segments, the open one too.</summary>
    private static MediaPlaylist EditAll(MediaPlaylist playlist, Func<MediaSegment, MediaSegment> change) => playlist with
    {
        Segments = new([.. playlist.Segments.Select(change)]),
        Open = playlist.Open is null ? null : change(playlist.Open),
    };

    private static MediaPlaylist WithoutDates(MediaPlaylist playlist) => WithoutDates(playlist, _ => true);

    private static MediaPlaylist WithoutDates(MediaPlaylist playlist, Predicate<MediaSegment> which) =>
        EditAll(playlist, s => which(s) ? s with { ProgramDateTime = null } : s);

    /// <summary>Dates from a segment on, its open state included, lie some seconds off.</summary>
    private static MediaPlaylist MoveDates(MediaPlaylist playlist, long from, double seconds)
    {
        long msn = playlist.MediaSequence;
        return EditAll(playlist, s => msn++ >= from ? s with { ProgramDateTime = s.ProgramDateTime?.AddSeconds(seconds) } : s);
    }

    private static string MoveHeadBehindFirstSegment(string text)
    {
        string[] lines = text.Split('\n');
        string head = lines.First(l => l.StartsWith("#EXT-X-DISCONTINUITY-SEQUENCE", StringComparison.Ordinal));
        return text.Replace(head + "\n", "", StringComparison.Ordinal) + head + "\n";
    }

    /// <summary>The delta update without its first segments, which it says to skip too.</summary>
    private static string SkipMore(string text, int more)
    {
        for (int i = 0; i < more; i++)
        {
            int start = text.IndexOf("#EXTINF", StringComparison.Ordinal);
            int date = text.IndexOf("#EXT-X-PROGRAM-DATE-TIME", StringComparison.Ordinal);
            int end = text.IndexOf('\n', text.IndexOf('\n', start) + 1) + 1;
            text = text.Remove(Math.Min(start, date), end - Math.Min(start, date));
        }

        return text.Replace("SKIPPED-SEGMENTS=3", $"SKIPPED-SEGMENTS={3 + more}", StringComparison.Ordinal);
    }

    /// <summary>The delta update with a segment that it may skip: the last that it skips in the clean stream.</summary>
    private static string SkipLess(string text)
    {
        const string Skip = "#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n";
        DateTime start = new DateTime(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc).AddSeconds(6 * 9);
        string segment = $"#EXT-X-PROGRAM-DATE-TIME:{start:yyyy-MM-ddTHH:mm:ss.fffZ}\n#EXTINF:6,\nvideo-seg9.m4s\n";
        return text.Replace(Skip, $"#EXT-X-SKIP:SKIPPED-SEGMENTS=2\n{segment}", StringComparison.Ordinal);
    }
}

/// <summary>A fault and what else follows from it.</summary>
/// <param name="Inject">Puts it into a follower.</param>
internal sealed record Fault(Action<VirtualFollower> Inject)
{
    /// <summary>The stream that it is put into.</summary>
    public VirtualStreamOptions? Options { get; init; }

    /// <summary>What the checker tolerates.</summary>
    public CheckerOptions? CheckerOptions { get; init; }

    /// <summary>For how long the stream is followed.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>Whether no media is fetched: what a playlist says then contradicts nothing else.</summary>
    public bool HidesMedia { get; init; }

    /// <summary>Rules that cannot but be broken with it.</summary>
    public Rule[] Except { get; init; } = [];
}
