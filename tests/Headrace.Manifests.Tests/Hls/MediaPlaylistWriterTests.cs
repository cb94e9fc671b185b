using System.Buffers;
using System.Text;
using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Tests.Hls;

public sealed class MediaPlaylistWriterTests
{
    [Fact]
    public void AFullLowLatencyPlaylistHasAllItsTagsInOrder() => Assert.Equal(
        """
        #EXTM3U
        #EXT-X-VERSION:6
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12,HOLD-BACK=6,PART-HOLD-BACK=3.3
        #EXT-X-PART-INF:PART-TARGET=1.1
        #EXT-X-MEDIA-SEQUENCE:7
        #EXT-X-DISCONTINUITY-SEQUENCE:3
        #EXT-X-MAP:URI="init-1.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-02-03T04:05:06.789Z
        #EXTINF:2,
        seg7.m4s
        #EXT-X-DISCONTINUITY
        #EXT-X-MAP:URI="init-2.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-02-03T04:05:09.000Z
        #EXT-X-PART:DURATION=1.001,URI="part1.m4s",INDEPENDENT=YES
        #EXT-X-PART:DURATION=1.0010001,URI="part2.m4s"
        #EXTINF:2.0020001,
        seg8.m4s
        #EXT-X-PART:DURATION=1,URI="part3.m4s",BYTERANGE="500@1000",GAP=YES
        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="part4.m4s"
        #EXT-X-RENDITION-REPORT:URI="../audio/media.m3u8?s=abc",LAST-MSN=9,LAST-PART=0

        """.ReplaceLineEndings("\n"), Write(Samples.Live, "s=abc"));

    [Fact]
    public void QueriesStayAwayFromSegmentsAndJoinOnesThatAreThere()
    {
        MediaPlaylist playlist = Samples.Live with { RenditionReports = [new RenditionReport("a.m3u8?x=1", 1, null)] };
        string text = Write(playlist, "s=abc");

        Assert.Contains("URI=\"a.m3u8?x=1&s=abc\",LAST-MSN=1\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("s=abc").Length - 1);
    }

    [Fact]
    public void ADeltaUpdateReplacesOldSegmentsAndTheirTags() => Assert.Equal(
        """
        #EXTM3U
        #EXT-X-VERSION:9
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12
        #EXT-X-MEDIA-SEQUENCE:100
        #EXT-X-DISCONTINUITY-SEQUENCE:0
        #EXT-X-SKIP:SKIPPED-SEGMENTS=3
        #EXTINF:2,
        seg103.m4s
        #EXTINF:2,
        seg104.m4s
        #EXT-X-DISCONTINUITY
        #EXTINF:2,
        seg105.m4s
        #EXT-X-MAP:URI="init-2.mp4"
        #EXTINF:2,
        seg106.m4s
        #EXTINF:2,
        seg107.m4s
        #EXTINF:2,
        seg108.m4s
        #EXTINF:2,
        seg109.m4s

        """.ReplaceLineEndings("\n"), WriteDelta(Samples.Window(100, 10)));

    [Fact]
    public void ADeltaUpdateThatMaySkipNothingIsTheFullPlaylist()
    {
        MediaPlaylist playlist = Samples.Window(100, 7);

        Assert.Equal(Write(playlist), WriteDelta(playlist));
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(10, 3)]
    public void OnlySegmentsWhollyBeyondTheBoundaryAreSkippable(int count, int skippable) =>
        Assert.Equal(skippable, SkipBoundary.CountSkippable(Samples.Window(0, count)));

    [Fact]
    public void PartsBehindTheLastSegmentDoNotMoveTheSkipBoundary()
    {
        MediaPlaylist playlist = Samples.Window(0, 7) with { Open = new MediaSegment { Parts = [new PartialSegment("p", TimeSpan.FromSeconds(1.9))] } };

        Assert.Equal(0, SkipBoundary.CountSkippable(playlist));
    }

    [Fact]
    public void NothingIsSkippableWithoutABoundaryOrAfterTheEnd()
    {
        Assert.Equal(0, SkipBoundary.CountSkippable(Samples.Window(0, 10) with { ServerControl = null }));
        Assert.Equal(0, SkipBoundary.CountSkippable(Samples.Window(0, 10) with { IsEnded = true }));
    }

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(10_000_000L, "1")]
    [InlineData(1L, "0.0000001")]
    [InlineData(12_345_678L, "1.2345678")]
    [InlineData(20_020_000L, "2.002")]
    [InlineData(-5L, "0")]
    public void DurationsHaveExactDecimals(long ticks, string expected)
    {
        MediaPlaylist playlist = new() { TargetDuration = 2, Segments = [new MediaSegment { Uri = "a", Duration = TimeSpan.FromTicks(ticks) }] };

        Assert.Contains($"#EXTINF:{expected},\na\n", Write(playlist), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05.0004999Z", "2026-01-02T03:04:05.000Z")]
    [InlineData("2026-01-02T03:04:05.0005Z", "2026-01-02T03:04:05.001Z")]
    [InlineData("2026-12-31T23:59:59.9999Z", "2027-01-01T00:00:00.000Z")]
    public void DatesAreRoundedToMilliseconds(string date, string expected)
    {
        DateTime utc = DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
        MediaPlaylist playlist = new() { TargetDuration = 1, Segments = [new MediaSegment { Uri = "a", ProgramDateTime = utc }] };

        Assert.Contains($"#EXT-X-PROGRAM-DATE-TIME:{expected}\n", Write(playlist), StringComparison.Ordinal);
    }

    [Fact]
    public void NoTextCanEndItsLineOrItsQuotes()
    {
        MediaSegment segment = new() { Uri = "a\n#EXT-X-ENDLIST", Title = "x\r\ny", Map = new MediaMap("i\"\nx") };
        string text = Write(new MediaPlaylist { TargetDuration = 1, Segments = [segment] });

        Assert.DoesNotContain("\n#EXT-X-ENDLIST", text, StringComparison.Ordinal);
        Assert.Contains("#EXT-X-MAP:URI=\"i' x\"\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheVersionIsWhatTheContentNeeds()
    {
        MediaSegment whole = new() { Uri = "a", Duration = TimeSpan.FromSeconds(2) };
        Assert.DoesNotContain("VERSION", Write(Playlist(whole)), StringComparison.Ordinal);
        Assert.Contains("VERSION:3\n", Write(Playlist(whole with { Duration = TimeSpan.FromSeconds(1.5) })), StringComparison.Ordinal);
        Assert.Contains("VERSION:4\n", Write(Playlist(whole with { Range = new ByteRange(1, 2) })), StringComparison.Ordinal);
        Assert.Contains("VERSION:5\n", Write(Playlist(whole with { Keys = [new EncryptionKey("SAMPLE-AES", "k", KeyFormat: "f")] })), StringComparison.Ordinal);
        Assert.Contains("VERSION:5\n", Write(Playlist(whole with { Map = new MediaMap("i") }) with { IsIFramesOnly = true }), StringComparison.Ordinal);
        Assert.Contains("VERSION:6\n", Write(Playlist(whole with { Map = new MediaMap("i") })), StringComparison.Ordinal);
        Assert.Contains("VERSION:7\n", Write(Playlist(whole) with { Version = 7 }), StringComparison.Ordinal);
    }

    [Fact]
    public void WritingAllocatesNothing()
    {
        ArrayBufferWriter<byte> output = new(64 * 1024);
        MediaPlaylist playlist = Samples.Live;
        MediaPlaylistWriter.Write(playlist, output, "s=abc");
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        MediaPlaylistWriter.Write(playlist, output, "s=abc");
        MediaPlaylistWriter.WriteDelta(playlist, output, "s=abc");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static MediaPlaylist Playlist(MediaSegment segment) => new() { TargetDuration = 2, Segments = [segment] };

    private static string Write(MediaPlaylist playlist, string query = "")
    {
        ArrayBufferWriter<byte> output = new();
        MediaPlaylistWriter.Write(playlist, output, query);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string WriteDelta(MediaPlaylist playlist)
    {
        ArrayBufferWriter<byte> output = new();
        MediaPlaylistWriter.WriteDelta(playlist, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
