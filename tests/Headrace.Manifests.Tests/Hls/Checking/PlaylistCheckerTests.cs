using System.Text;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Manifests.Tests.Hls.Reading;
using Headrace.Media.Timing;
using Headrace.TestKit;

namespace Headrace.Manifests.Tests.Hls.Checking;

public sealed class PlaylistCheckerTests
{
    private const string Url = "http://example.test/live.m3u8";

    /// <summary>Each field that a segment's line or tags say, changed in one reload.</summary>
    public static TheoryData<string, Func<MediaSegment, MediaSegment>> Changes => new()
    {
        { "URI", s => s with { Uri = "other.m4s" } },
        { "EXTINF", s => s with { Duration = s.Duration + TimeSpan.FromMilliseconds(1) } },
        { "title", s => s with { Title = "x" } },
        { "range", s => s with { Range = new ByteRange(5, 0) } },
        { "EXT-X-MAP", s => s with { Map = new MediaMap("other.mp4") } },
        { "EXT-X-PROGRAM-DATE-TIME", s => s with { ProgramDateTime = s.ProgramDateTime?.AddMilliseconds(1) ?? DateTime.UnixEpoch } },
        { "EXT-X-GAP", s => s with { IsGap = true } },
        { "EXT-X-KEY", s => s with { Keys = [new EncryptionKey("AES-128", "k")] } },
        { "EXT-X-DISCONTINUITY", s => s with { IsDiscontinuity = true } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AnySegmentFieldThatChangesIsNamed(string field, Func<MediaSegment, MediaSegment> change)
    {
        MediaPlaylist playlist = Samples.Window(90, 8);
        MediaSegment[] segments = playlist.Segments.AsSpan().ToArray();
        segments[7] = change(segments[7]);
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, playlist));
        checker.Observe(Answer(1, playlist with { Segments = new(segments) }));

        Finding finding = Assert.Single(checker.Findings, f => f.Rule == Rules.SegmentChanged);
        Assert.Contains(field, finding.Message, StringComparison.Ordinal);
        Assert.Equal(97, finding.MediaSequence);
    }

    [Fact]
    public void APollThatSeesAnAdvanceLateIsNoStall()
    {
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, Samples.Window(90, 8)));
        checker.Observe(Answer(2.9, Samples.Window(90, 8)));
        checker.Observe(Answer(5, Samples.Window(91, 8)));

        Assert.DoesNotContain(checker.Findings, f => f.Rule == Rules.PlaylistStalled);
    }

    [Fact]
    public void APollThatSeesAStandstillTooLongIsAStall()
    {
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, Samples.Window(90, 8)));
        checker.Observe(Answer(3.5, Samples.Window(90, 8)));
        Assert.DoesNotContain(checker.Findings, f => f.Rule == Rules.PlaylistStalled);
        checker.Observe(Answer(4, Samples.Window(91, 8)));

        Assert.Contains(checker.Findings, f => f.Rule == Rules.PlaylistStalled);
    }

    [Fact]
    public void AStandstillAtTheEndOfTheObservationIsAStall()
    {
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, Samples.Window(90, 8)));
        checker.Observe(Answer(10, Samples.Window(90, 8)));
        checker.Finish(At(10));

        Assert.Contains(checker.Findings, f => f.Rule == Rules.PlaylistStalled);
    }

    [Theory]
    [InlineData(true, "stall-before-discontinuity")]
    [InlineData(false, "playlist-stalled")]
    [InlineData(null, "playlist-stalled")]
    public void AStallThatEndsWithTheOpenSegmentIsJudgedByWhatFollows(bool? isDiscontinuity, string rule)
    {
        PartialSegment part = new("p", TimeSpan.FromSeconds(2));
        MediaPlaylist window = Samples.Window(90, 9);
        MediaSegment last = window.Segments[8];
        MediaPlaylist before = window with { Segments = new([.. window.Segments.Take(8)]), Open = last with { Uri = "", Parts = [part] } };
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, before));
        checker.Observe(Answer(9, window) with { Url = $"{Url}?_HLS_msn=98" });
        MediaSegment next = new() { Map = last.Map, IsDiscontinuity = isDiscontinuity == true, Parts = [part with { Uri = "q" }] };
        if (isDiscontinuity is not null) checker.Observe(Answer(9.2, window with { Open = next }));
        checker.Finish(At(10));

        Assert.Equal(rule, Assert.Single(checker.Findings, f => f.Rule.Id.Contains("stall", StringComparison.Ordinal)).Rule.Id);
    }

    [Fact]
    public void AStreamThatBeganAgainIsTakenOverAfterSomeAnswers()
    {
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, Samples.Window(90, 8)));
        for (int i = 0; i < 20; i++) checker.Observe(Answer(2 + 2 * i, Samples.Window(i, 8)));

        Assert.Equal(3, checker.Findings.Count(f => f.Rule == Rules.MediaSequenceDecreased));
    }

    [Fact]
    public void FindingsOfOneRuleAreBoundedAndCounted()
    {
        PlaylistChecker checker = new();
        for (int i = 0; i < 3000; i++) checker.Observe(new MediaFact($"http://example.test/{i}", At(0), 404, 0, ""));

        Assert.Equal(20, checker.Findings.Count);
        Assert.Equal(2980, checker.SuppressedFindings);
    }

    [Fact]
    public void AFindingNamesItsRuleClauseSegmentAndPlaylist()
    {
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, Samples.Window(90, 8) with { TargetDuration = 1, ServerControl = null }));

        Assert.Contains(
            checker.Findings,
            f => f.ToString() == $"Error duration-over-target (RFC 8216bis, 4.4.3.1): segment 93: EXTINF 2 s, TARGETDURATION 1 [{Url}]");
    }

    [Theory]
    [InlineData("http://h/a.m3u8", "http://h/a.m3u8", null, null, false)]
    [InlineData("http://h/a.m3u8?s=1&_HLS_msn=5&_HLS_part=2&_HLS_skip=YES", "http://h/a.m3u8?s=1", 5L, 2L, true)]
    [InlineData("http://h/a.m3u8?_HLS_skip=v2&t=x&_HLS_new=1", "http://h/a.m3u8?t=x", null, null, true)]
    [InlineData("http://h/a.m3u8?_HLS_msn=&_HLS_skip=no", "http://h/a.m3u8", null, null, false)]
    [InlineData("http://h/a.m3u8?_HLS_msn=99999999999999999999", "http://h/a.m3u8", null, null, false)]
    public void DirectivesAreTakenOffThePlaylistsUrl(string url, string identity, long? msn, long? part, bool skips) =>
        Assert.Equal(new RequestTarget(identity, msn, part, skips), RequestTarget.Parse(url));

    [Theory]
    [InlineData(long.MaxValue, 5, 1)]
    [InlineData(long.MinValue, long.MaxValue, 1)]
    [InlineData(5, long.MaxValue, 48_000)]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 1, -1)]
    public void MediaTimesThatCannotBeAreLeftAside(long decodeTime, long duration, int clockRate)
    {
        PlaylistChecker checker = new();
        checker.Observe(Answer(0, Samples.Window(90, 8)));
        MediaTiming timing = new(decodeTime, duration, clockRate, RandomAccessPlace.AtStart);
        for (int i = 90; i < 98; i++) checker.Observe(new MediaFact($"http://example.test/seg{i}.m4s", At(0), 200, 1, "", timing));

        Assert.DoesNotContain(checker.Findings, f => f.Rule == Rules.DecodeTimeGap);
    }

    [Fact]
    public void NoTextMakesTheCheckerThrow()
    {
        MediaPlaylist window = Samples.Window(260, 20);
        byte[] full = PlaylistCorpus.Write(window);
        Fuzz.Run([.. PlaylistCorpus.All(), full, PlaylistCorpus.WriteDelta(window)], text =>
        {
            PlaylistChecker checker = new();
            checker.Observe(new PlaylistResponse(Url, At(0), At(0), 200, text));
            checker.Observe(new PlaylistResponse($"{Url}?_HLS_msn=280&_HLS_skip=YES", At(0), At(1), 200, full));
            checker.Observe(
                new PlaylistResponse($"{Url}?_HLS_msn=281&_HLS_part=0&_HLS_skip=YES", At(1), At(2), 200, text, new ResponseHeaders("", "", "max-age=9"), full));
            checker.Observe(
                new MediaFact("http://example.test/seg262.m4s", At(2), 200, 1, "", new MediaTiming(long.MaxValue, 5, 1, RandomAccessPlace.None)));
            checker.Observe(new PlaylistResponse(Encoding.Latin1.GetString(text), At(3), At(3), 200, text));
            checker.Finish(At(9));
        });
    }

    private static PlaylistResponse Answer(double seconds, MediaPlaylist playlist) => new(Url, At(seconds), At(seconds), 200, PlaylistCorpus.Write(playlist));

    private static MonotonicTime At(double seconds) => new((long)(seconds * 1_000_000_000));
}
