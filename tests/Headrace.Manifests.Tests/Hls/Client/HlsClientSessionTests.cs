using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Client;
using static Headrace.Manifests.Tests.Hls.Client.ClientRun;

namespace Headrace.Manifests.Tests.Hls.Client;

public sealed class HlsClientSessionTests
{
    [Fact]
    public void ALivePlaylistIsJoinedThreeTargetDurationsBeforeItsEndAndFollowedWithoutLosingASegment()
    {
        LiveOrigin origin = new();

        ClientRun run = Follow(origin).Until(61.9);

        Assert.Equal(Range(17, 49), run.Numbers());
        Assert.All(run.Got.Skip(1), static segment => Assert.False(segment.IsAfterBreak));
        Assert.Equal(TimeSpan.Zero, run.Got.Max(static segment => segment.LostBefore));
        Assert.Equal(0, run.Session.Figures.Missed);
        TimeSpan[] loads = [.. run.Loads];
        Assert.InRange(loads.Length, 29, 62);
        Assert.All(loads.Zip(loads.Skip(1)), static pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(1), "half a target duration lies between loads at least"));
    }

    [Fact]
    public void APlaylistThatHasChangedIsLoadedAgainAfterATargetDurationAndOneThatHasNotAfterHalfOfIt()
    {
        ClientRun run = Follow(new LiveOrigin { Segment = TimeSpan.FromSeconds(6), Stops = TimeSpan.FromSeconds(1) }).Until(16);

        Assert.Equal([0, 6, 9, 12, 15], run.Loads.Select(static at => Math.Floor(at.TotalSeconds)));
    }

    [Fact]
    public void APlaylistThatStaysAsItIsEndsWithAReason()
    {
        ClientRun run = Follow(new LiveOrigin { Stops = TimeSpan.FromSeconds(10) }).Until(120);

        Assert.Equal(HlsClientEndReason.TimedOut, run.Session.End?.Reason);
        Assert.StartsWith("its playlist has not changed for 2", run.Session.End?.Text);
        Assert.InRange(run.Now.TotalSeconds, 28, 34);
    }

    [Fact]
    public void APlaylistThatIsNotHadAnyMoreEndsWithWhatTheServerSays()
    {
        LiveOrigin origin = new();

        ClientRun run = new ClientRun((fetch, now) => fetch is SegmentFetch ? Ok("") : now.TotalSeconds > 10 ? Failing() : Ok(origin.At(now))).Until(120);

        Assert.Equal(HlsClientEndReason.TimedOut, run.Session.End?.Reason);
        Assert.EndsWith("it answered 503", run.Session.End?.Text);
    }

    [Fact]
    public void APlaylistThatIsNotThereEndsItAtOnce()
    {
        ClientRun run = new ClientRun(static (_, _) => Missing()).Until(120);

        Assert.Equal((HlsClientEndReason.Refused, "its playlist cannot be had: it answered 404"), (run.Session.End!.Reason, run.Session.End.Text));
        Assert.Single(run.Asked);
    }

    [Fact]
    public void APlaylistThatEndsIsPlayedToItsEnd()
    {
        ClientRun run = Follow(new LiveOrigin { Stops = TimeSpan.FromSeconds(10), Ends = true }).Until(120);

        Assert.Equal(Range(17, 24), run.Numbers());
        Assert.Equal(HlsClientEndReason.Ended, run.Session.End?.Reason);
    }

    [Fact]
    public void AFileIsPlayedFromItsBeginningAndReadAheadWithinBounds()
    {
        ClientRun run = Follow(new LiveOrigin { Before = 100, Window = 100, Segment = TimeSpan.FromSeconds(4), Stops = TimeSpan.Zero, Ends = true }).Until(40.5);

        Assert.Equal(Range(0, 12), run.Numbers());
        Assert.Single(run.Loads);
    }

    [Fact]
    public void ASegmentThatIsMissingIsAskedForTwiceAndThenPassedOver()
    {
        LiveOrigin origin = new();

        ClientRun run = new ClientRun((fetch, now) => fetch is PlaylistFetch ? Ok(origin.At(now)) : LiveOrigin.NumberOf(fetch) == 22 ? Missing() : Ok("")).Until(41.9);

        Assert.Equal(Range(17, 39).Where(static number => number != 22), run.Numbers());
        SegmentFetch next = run.Got.Single(static segment => segment.Number == 23);
        Assert.Equal((true, TimeSpan.FromSeconds(2)), (next.IsAfterBreak, next.LostBefore));
        Assert.Equal(2, run.Asked.Count(static one => one.Fetch is SegmentFetch { Number: 22 }));
        Assert.Equal((1, 1), (run.Session.Figures.Skipped, run.Session.Figures.Retries));
    }

    [Fact]
    public void ASegmentWhoseServerFailsForAMomentIsHadAllTheSame()
    {
        LiveOrigin origin = new();
        int failures = 0;

        ClientRun run = new ClientRun((fetch, now) => fetch is PlaylistFetch ? Ok(origin.At(now)) : LiveOrigin.NumberOf(fetch) == 22 && failures++ < 3 ? Failing() : Ok("")).Until(61.9);

        Assert.Equal(Range(17, 49), run.Numbers());
        Assert.Equal((0, 3), (run.Session.Figures.Skipped, run.Session.Figures.Retries));
    }

    [Fact]
    public void SegmentsThatCannotBeHadOneAfterTheOtherEndIt()
    {
        LiveOrigin origin = new();

        ClientRun run = new ClientRun((fetch, now) => fetch is PlaylistFetch ? Ok(origin.At(now)) : Missing()).Until(120);

        Assert.Equal((HlsClientEndReason.Refused, "5 of its segments in a row cannot be had: it answered 404"), (run.Session.End!.Reason, run.Session.End.Text));
    }

    [Fact]
    public void SegmentsThatLeaveThePlaylistWhileAnAnswerTakesLongAreCounted()
    {
        LiveOrigin origin = new() { Window = 4 };

        ClientRun run = new ClientRun((fetch, now) => fetch is PlaylistFetch ? Ok(origin.At(now)) : Ok("", LiveOrigin.NumberOf(fetch) == 18 ? 15 : 0.1)).Until(61.9);

        Assert.True(run.Session.Figures.Missed > 0);
        long missed = run.Session.Figures.Missed;
        SegmentFetch next = run.Got.Single(static segment => segment.Number > 18 && segment.IsAfterBreak);
        Assert.Equal((19 + missed, TimeSpan.FromSeconds(2 * missed)), (next.Number, next.LostBefore));
        Assert.Equal(Range((int)next.Number, (int)run.Numbers().Last()), run.Numbers().Where(number => number >= next.Number));
        Assert.InRange(run.Numbers().Last(), 47, 49);
    }

    [Fact]
    public void AServerThatBeginsItsNumbersAnewIsFollowed()
    {
        LiveOrigin before = new() { FirstNumber = 1000, Stops = TimeSpan.FromSeconds(20) };
        LiveOrigin after = new() { Before = 0, Name = "new" };

        ClientRun run = new ClientRun((fetch, now) => fetch is SegmentFetch ? Ok("") : now.TotalSeconds < 22 ? Ok(before.At(now)) : Ok(after.At(now - TimeSpan.FromSeconds(20)))).Until(51.9);

        Assert.Equal(Range(1017, 1029).Concat(Range(0, 14)), run.Numbers());
        Assert.Equal(1, run.Session.Figures.Restarts);
        SegmentFetch first = run.Got.Single(static segment => segment.Number == 0);
        Assert.True(first.IsAfterBreak);
        Assert.True(first.Era > run.Got.Single(static segment => segment.Number == 1029).Era);
    }

    [Fact]
    public void AnAnswerFromBeforeOutOfACacheIsNotTakenForARestart()
    {
        LiveOrigin origin = new();
        int loads = 0;

        ClientRun run = new ClientRun((fetch, now) => fetch is SegmentFetch ? Ok("") : Ok(origin.At(++loads % 3 == 0 ? now - TimeSpan.FromSeconds(4) : now))).Until(61.9);

        Assert.Equal(Range(17, 49), run.Numbers());
        Assert.Equal((0, 0), (run.Session.Figures.Restarts, run.Session.Figures.Missed));
    }

    [Fact]
    public void DiscontinuitiesAreCountedAlongWhereTheServerDoesNot()
    {
        ClientRun run = Follow(new LiveOrigin { Discontinuities = [16, 22, 30] }).Until(60);

        Assert.Equal([1L, 2, 3], run.Got.Select(static segment => segment.Era).Distinct());
        Assert.Equal(2, run.Got.First(static segment => segment.Number == 22).Era);
        Assert.Equal(3, run.Got.First(static segment => segment.Number == 30).Era);
        Assert.Equal(2, run.Session.Figures.Discontinuities);
    }

    [Fact]
    public void AGapIsNotAskedFor()
    {
        ClientRun run = Follow(new LiveOrigin { Gaps = [22, 23] }).Until(40);

        Assert.DoesNotContain(run.Asked, static one => one.Fetch is SegmentFetch { Number: 22 or 23 });
        Assert.Equal(TimeSpan.FromSeconds(4), run.Got.Single(static segment => segment.Number == 24).LostBefore);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public void ATargetDurationThatIsWrongNeitherHammersNorSleeps(int target)
    {
        ClientRun run = Follow(new LiveOrigin { Target = target, Window = 12, Segment = TimeSpan.FromSeconds(4) }).Until(120);

        Assert.InRange(run.Loads.Count(), 8, 61);
        Assert.Equal(0, run.Session.Figures.Missed);
    }

    [Fact]
    public void AClockThatLeapsIsALossAndNoEnd()
    {
        LiveOrigin origin = new();
        TimeSpan asleep = TimeSpan.Zero;

        ClientRun run = new((fetch, now) => fetch is PlaylistFetch ? Ok(origin.At(now + asleep)) : Ok(""));
        run.Until(20);
        asleep = TimeSpan.FromHours(1);
        run.Until(40);

        Assert.Null(run.Session.End);
        Assert.InRange(run.Session.Figures.Missed, 1790, 1800);
        Assert.Equal(1, run.Got.Skip(1).Count(static segment => segment.IsAfterBreak));
    }

    [Fact]
    public void SoundFromItsOwnPlaylistBeginsWhereThePictureDoesByDate()
    {
        LiveOrigin video = new() { HasDates = true };
        LiveOrigin audio = new() { HasDates = true, FirstNumber = 500, Window = 12, Name = "audio" };

        ClientRun run = new ClientRun((fetch, now) => fetch is SegmentFetch ? Ok("")
            : fetch.Location.AbsolutePath.EndsWith("index.m3u8", StringComparison.Ordinal) ? Ok(Multivariant)
            : Ok((fetch.Rendition == 0 ? video : audio).At(now))).Until(61.9);

        Assert.Equal("http://origin.example/live/v/high.m3u8", run.Asked[1].Fetch.Location.ToString());
        Assert.Equal("http://origin.example/live/a/en.m3u8", run.Asked[2].Fetch.Location.ToString());
        Assert.Equal(Range(17, 49), run.Numbers());
        Assert.Equal(Range(517, 549), run.Numbers(1));
        Assert.Equal(run.Got.First(static one => one.Rendition == 0).ProgramDateTime, run.Got.First(static one => one.Rendition == 1).ProgramDateTime);
    }

    [Fact]
    public void RangesMapsAndKeysComeWithTheSegmentsTheyConcern()
    {
        const string text =
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXT-X-MEDIA-SEQUENCE:7
            #EXT-X-MAP:URI="init.mp4",BYTERANGE="720@0"
            #EXT-X-BYTERANGE:1000@720
            #EXTINF:4,
            all.mp4
            #EXT-X-KEY:METHOD=AES-128,URI="/keys/1"
            #EXT-X-BYTERANGE:500
            #EXTINF:4,
            all.mp4
            #EXT-X-KEY:METHOD=AES-128,URI="/keys/2",IV=0x0000000000000000000000000000ABCD
            #EXT-X-MAP:URI="init2.mp4"
            #EXTINF:4,
            other.mp4
            #EXT-X-KEY:METHOD=NONE
            #EXTINF:4,
            plain.mp4
            #EXT-X-ENDLIST
            """;

        ClientRun run = new ClientRun(static (fetch, _) => Ok(fetch is PlaylistFetch ? text : "")).Until(60);

        Uri first = new("http://origin.example/keys/1"), second = new("http://origin.example/keys/2");
        Assert.Equal([new ByteRange(1000, 720), new ByteRange(500, 1720), null, null], run.Got.Select(static segment => segment.Range));
        Assert.Equal([null, new HlsKey(first, 8), new HlsKey(second, 0xABCD), null], run.Got.Select(static segment => segment.Key));
        MapFetch map = new(new Uri("http://origin.example/live/init.mp4"), new ByteRange(720, 0), null);
        MapFetch other = new(new Uri("http://origin.example/live/init2.mp4"), null, new HlsKey(second, 0xABCD));
        Assert.Equal([map, map, other, other], run.Got.Select(static segment => segment.Map));
    }

    [Fact]
    public void PartsAreFollowedByReloadsThatWait()
    {
        string[] texts = [LowLatency("", 0), LowLatency("", 1), LowLatency("", 2), LowLatency("#EXTINF:0.6,\ns3.mp4", 0), LowLatency("#EXTINF:0.6,\ns3.mp4", 1)];
        int load = 0;

        ClientRun run = new ClientRun((fetch, _) => fetch is SegmentFetch ? Ok("") : Ok(texts[Math.Min(load++, texts.Length - 1)], load == 1 ? 0.02 : 0.2)).Until(0.95);

        Assert.Equal(["s2.mp4", "p3.0.mp4", "p3.1.mp4", "p3.2.mp4", "p4.0.mp4"], run.Got.Select(static segment => Path.GetFileName(segment.Location.AbsolutePath)).Take(5));
        Assert.Equal(
            ["", "?_HLS_msn=3&_HLS_part=0", "?_HLS_msn=3&_HLS_part=1", "?_HLS_msn=3&_HLS_part=2", "?_HLS_msn=4&_HLS_part=0"],
            run.Asked.Where(static one => one.Fetch is PlaylistFetch).Select(static one => one.Fetch.Location.Query).Take(5));
        Assert.All(run.Got.Skip(1), static segment => Assert.False(segment.IsAfterBreak));
    }

    [Fact]
    public void ASegmentThatIsCompletedWhileItsFirstPartIsFetchedIsNotTakenForThatPart()
    {
        string[] texts = [LowLatency("", 0), LowLatency("", 1), LowLatency("", 2), LowLatency("#EXTINF:0.6,\ns3.mp4", 0), LowLatency("#EXTINF:0.6,\ns3.mp4", 1)];
        int load = 0;

        ClientRun run = new ClientRun((fetch, _) => fetch is SegmentFetch segment ? Ok("", segment.IsPart ? 0.7 : 0.02) : Ok(texts[Math.Min(load++, texts.Length - 1)], load == 1 ? 0.02 : 0.2)).Until(3.9);

        Assert.Equal(["s2.mp4", "p3.0.mp4", "p3.1.mp4", "p3.2.mp4", "p4.0.mp4"], run.Got.Select(static segment => Path.GetFileName(segment.Location.AbsolutePath)).Take(5));
        Assert.Equal(0, run.Session.Figures.Skipped);
    }

    [Theory]
    [InlineData("#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXTINF:4,\na.ts", "its segments are encrypted with SAMPLE-AES, which is not read here; AES-128 is")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=\"skd://k\",KEYFORMAT=\"com.apple.streamingkeydelivery\"\n#EXTINF:4,\na.ts", "its segments are encrypted with keys of the form com.apple.streamingkeydelivery, which are not read here")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0xZZ\n#EXTINF:4,\na.ts", "it names a key with a vector that is no hexadecimal number of 128 bits")]
    [InlineData("#EXTINF:4,\nfile:///etc/passwd", "it names a segment that cannot be fetched over HTTP: file:///etc/passwd")]
    [InlineData("#EXT-X-MAP:URI=\"data:text/plain,x\"\n#EXTINF:4,\na.mp4", "it names an initialization section that cannot be fetched over HTTP: data:text/plain,x")]
    [InlineData("#EXT-X-I-FRAMES-ONLY\n#EXTINF:4,\na.ts", "its playlist has single pictures only (EXT-X-I-FRAMES-ONLY)")]
    public void WhatIsNotReadIsRefusedInOneClause(string segment, string clause)
    {
        ClientRun run = new ClientRun((fetch, _) => Ok(fetch is PlaylistFetch ? $"#EXTM3U\n#EXT-X-TARGETDURATION:4\n{segment}\n#EXT-X-ENDLIST" : "")).Until(60);

        Assert.Equal(clause, run.Session.End?.Text);
    }

    [Fact]
    public void VariablesOfTheMultivariantPlaylistHoldInThoseThatImportThem()
    {
        ClientRun run = new ClientRun(static (fetch, _) => Ok(
            fetch is SegmentFetch ? ""
            : fetch.Location.AbsolutePath.EndsWith("index.m3u8", StringComparison.Ordinal) ? "#EXTM3U\n#EXT-X-DEFINE:NAME=\"at\",VALUE=\"http://b\"\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{$at}/v.m3u8"
            : "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-DEFINE:IMPORT=\"at\"\n#EXTINF:4,\n{$at}/s.ts\n#EXT-X-ENDLIST")).Until(60);

        Assert.Equal(["http://b/v.m3u8", "http://b/s.ts"], run.Asked.Skip(1).Select(static one => one.Fetch.Location.ToString()));
    }

    [Fact]
    public void APlaylistThatNamesItselfAsItsVariantIsRefused()
    {
        ClientRun run = new ClientRun(static (_, _) => Ok("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nindex.m3u8")).Until(60);

        Assert.Equal("a playlist that its multivariant playlist names is a multivariant one itself", run.Session.End?.Text);
        Assert.Equal(2, run.Asked.Count);
    }

    [Fact]
    public void APlaylistOfAMillionSegmentsIsRefused()
    {
        string text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + string.Concat(Enumerable.Repeat("#EXTINF:1,\na\n", 1_000_000 / 2));

        ClientRun run = new ClientRun((_, _) => Ok(text)).Until(60);

        Assert.Equal("its playlist lists more than 50000 segments", run.Session.End?.Text);
    }

    [Fact]
    public void WhatIsNoPlaylistIsRefused()
    {
        ClientRun run = new ClientRun(static (_, _) => Ok("<html>Not found</html>")).Until(60);

        Assert.Equal("it is no playlist of HLS: does not begin with #EXTM3U", run.Session.End?.Text);
    }

    [Fact]
    public void EncryptedPartsAreRefusedWithWhatHelps()
    {
        string playlist = LowLatency("", 3).Replace("#EXTINF:0.6,\ns0.mp4", "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n#EXTINF:0.6,\ns0.mp4", StringComparison.Ordinal);

        ClientRun run = new ClientRun((fetch, _) => Ok(fetch is PlaylistFetch ? playlist : "")).Until(5);

        Assert.Equal(
            (HlsClientEndReason.Unsupported, "its parts are encrypted, which is not read here; take its playlist from a server that does not list parts"),
            (run.Session.End!.Reason, run.Session.End.Text));
    }

    private const string Multivariant =
        """
        #EXTM3U
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="de",URI="a/de.m3u8"
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",DEFAULT=YES,URI="a/en.m3u8"
        #EXT-X-STREAM-INF:BANDWIDTH=100,AUDIO="a"
        v/low.m3u8
        #EXT-X-STREAM-INF:BANDWIDTH=200,AUDIO="a"
        v/high.m3u8
        """;

    /// <summary>Three segments, maybe more, and some parts of the one that is open.</summary>
    private static string LowLatency(string more, int parts)
    {
        int open = more.Length > 0 ? 4 : 3;
        IEnumerable<string> Parts(int number, int count) => Enumerable.Range(0, count).Select(part => $"#EXT-X-PART:DURATION=0.2,URI=\"p{number}.{part}.mp4\"");
        return string.Join('\n', [
            "#EXTM3U", "#EXT-X-TARGETDURATION:1", "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6", "#EXT-X-PART-INF:PART-TARGET=0.2",
            "#EXTINF:0.6,", "s0.mp4", "#EXTINF:0.6,", "s1.mp4", "#EXTINF:0.6,", "s2.mp4",
            .. more.Length > 0 ? Parts(3, 3) : [], more, .. Parts(open, parts),
        ]);
    }

    private static ClientRun Follow(LiveOrigin origin) => new((fetch, now) => Ok(fetch is PlaylistFetch ? origin.At(now) : ""));

    private static IEnumerable<long> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(static number => (long)number);
}
