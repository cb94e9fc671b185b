using System.Text;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Reading;
using Headrace.TestKit;

namespace Headrace.Manifests.Tests.Hls.Reading;

public sealed class PlaylistReaderTests
{
    [Fact]
    public void ALowLatencyDeltaUpdateIsReadWhole()
    {
        MediaPlaylist playlist = ReadMedia(PlaylistCorpus.LowLatency);

        Assert.Equal(4, playlist.TargetDuration);
        Assert.Equal(9, playlist.Version);
        Assert.Equal(TimeSpan.FromSeconds(0.33334), playlist.PartTarget);
        Assert.Equal(new ServerControl(true, TimeSpan.FromTicks(10_000_200), null, TimeSpan.FromSeconds(24), true), playlist.ServerControl);
        Assert.Equal((264, 5, 3), (playlist.MediaSequence, playlist.DiscontinuitySequence, playlist.SkippedSegments));
        Assert.Equal("", playlist.RecentlyRemovedDateRanges);
        Assert.Equal(269, playlist.NextMediaSequence);
        Assert.Equal(new PlaylistPosition(269, 0), playlist.LastPosition);
        Assert.Equal(new MediaSegment { Uri = "fileSequence267.mp4", Duration = TimeSpan.FromSeconds(4.00008) }, playlist.Segments[0]);
        MediaMap map = new("init,2.mp4", new ByteRange(720, 0));
        Assert.Equal(
            new MediaSegment
            {
                Uri = "fileSequence268.mp4",
                Duration = TimeSpan.FromSeconds(1.00002),
                Title = "a title",
                IsDiscontinuity = true,
                Map = map,
                ProgramDateTime = new DateTime(2026, 2, 13, 18, 13, 28, 106, DateTimeKind.Utc),
                Parts =
                [
                    new PartialSegment("filePart268.0.mp4", TimeSpan.FromSeconds(0.33334), IsIndependent: true),
                    new PartialSegment("filePart268.1.mp4", TimeSpan.FromSeconds(0.33334), Range: new ByteRange(100, 20)),
                    new PartialSegment("filePart268.1.mp4", TimeSpan.FromSeconds(0.33334), Range: new ByteRange(30, 120)),
                ],
            },
            playlist.Segments[1]);
        Assert.Equal(
            new MediaSegment { Duration = TimeSpan.FromSeconds(0.33334), Map = map, Parts = [new PartialSegment("filePart269.0.mp4", TimeSpan.FromSeconds(0.33334), IsGap: true)] },
            playlist.Open);
        Assert.Equal(
            [new PreloadHint(PreloadHintType.Part, "filePart269.1.mp4", 0, 99), new PreloadHint(PreloadHintType.Map, "init3.mp4")], playlist.PreloadHints);
        Assert.Equal([new RenditionReport("../1M/wait.php", 269, 2), new RenditionReport("../4M/wait.php", null, null)], playlist.RenditionReports);
        Assert.Equal("#EXT-X-DATERANGE:ID=\"ad\",START-DATE=\"2026-01-01T00:00:00Z\",X-COM-EXAMPLE=\"a,b=c\"", Assert.Single(playlist.OtherTags));
    }

    [Fact]
    public void RangesKeysGapsAndCarriageReturnsAreRead()
    {
        MediaPlaylist playlist = ReadMedia(PlaylistCorpus.Vod);
        EncryptionKey key = new("AES-128", "https://k.example/1", "0x0123", "identity", "1/2");

        Assert.Equal("VOD", playlist.PlaylistType);
        Assert.True(playlist is { IsIndependentSegments: true, IsEnded: true, Open: null });
        Assert.Equal([new ByteRange(1000, 0), new ByteRange(500, 1000), null], playlist.Segments.Select(s => s.Range));
        Assert.Equal([key], playlist.Segments[1].Keys);
        Assert.Equal([new EncryptionKey("NONE", null)], playlist.Segments[2].Keys);
        Assert.Equal([false, false, true], playlist.Segments.Select(s => s.IsGap));
        Assert.Equal(["#EXT-X-CUE-OUT:30"], playlist.OtherTags);
    }

    [Fact]
    public void AMultivariantPlaylistIsReadWhole()
    {
        Assert.True(PlaylistReader.TryReadMultivariant(Encoding.UTF8.GetBytes(PlaylistCorpus.Multivariant), out MultivariantPlaylist? playlist));

        Assert.Equal(7, playlist.Version);
        Assert.True(playlist.IsIndependentSegments);
        Assert.Equal(
            new Variant
            {
                Uri = "low.m3u8",
                Bandwidth = 1_280_000,
                AverageBandwidth = 1_000_000,
                Codecs = "avc1.4d401e,mp4a.40.2",
                Resolution = new Resolution(640, 360),
                FrameRate = 29.970m,
                VideoRange = "SDR",
                AudioGroup = "aac",
                ClosedCaptionsGroup = "cc",
            },
            playlist.Variants[0]);
        Assert.Equal(
            new Variant { Uri = "audio-only.m3u8", Bandwidth = 65_000, Codecs = "mp4a.40.5", HasNoClosedCaptions = true }, playlist.Variants[1]);
        Assert.Equal(
            new Rendition
            {
                Type = "AUDIO", GroupId = "aac", Name = "English, plain", IsDefault = true, IsAutoselect = true, Language = "en", Channels = "2", Uri = "a/en.m3u8",
            },
            playlist.Renditions[0]);
        Assert.Equal("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI=\"iframe.m3u8\"", Assert.Single(playlist.OtherTags));
    }

    [Fact]
    public void WellFormedTextsHaveNoFaults()
    {
        foreach (byte[] text in PlaylistCorpus.All())
        {
            List<PlaylistFault> faults = [];
            bool read = PlaylistReader.FindKind(text) == PlaylistKind.Media
                ? PlaylistReader.TryReadMedia(text, out _, faults)
                : PlaylistReader.TryReadMultivariant(text, out _, faults);

            Assert.True(read);
            Assert.Empty(faults);
        }
    }

    /// <summary>Name, lines behind #EXTM3U and a target duration, what the reader says, and in which line.</summary>
    public static TheoryData<string, string, PlaylistFaultKind, int> Faulty => new()
    {
        { "number", "#EXT-X-VERSION:six", PlaylistFaultKind.Malformed, 3 },
        { "negative sequence", "#EXT-X-MEDIA-SEQUENCE:-1", PlaylistFaultKind.Malformed, 3 },
        { "sequence near overflow", "#EXT-X-MEDIA-SEQUENCE:9223372036854775807", PlaylistFaultKind.Malformed, 3 },
        { "duration", "#EXTINF:1e9,\na", PlaylistFaultKind.Malformed, 3 },
        { "endless duration", "#EXTINF:99999999999,\na", PlaylistFaultKind.Malformed, 3 },
        { "no duration", "a", PlaylistFaultKind.MissingTag, 3 },
        { "date", "#EXT-X-PROGRAM-DATE-TIME:yesterday", PlaylistFaultKind.Malformed, 3 },
        { "attribute list", "#EXT-X-MAP:init.mp4", PlaylistFaultKind.Malformed, 3 },
        { "open quotes", "#EXT-X-MAP:URI=\"init.mp4", PlaylistFaultKind.Malformed, 3 },
        { "attribute twice", "#EXT-X-MAP:URI=\"a\",URI=\"b\"", PlaylistFaultKind.Malformed, 3 },
        { "blank in attribute", "#EXT-X-PART-INF:PART-TARGET=1 .5", PlaylistFaultKind.Malformed, 3 },
        { "empty attribute", "#EXT-X-PART-INF:PART-TARGET=", PlaylistFaultKind.Malformed, 3 },
        { "map without URI", "#EXT-X-MAP:BYTERANGE=\"1@0\"", PlaylistFaultKind.MissingAttribute, 3 },
        { "map without offset", "#EXT-X-MAP:URI=\"a\",BYTERANGE=\"1\"", PlaylistFaultKind.Malformed, 3 },
        { "part without URI", "#EXT-X-PART:DURATION=1", PlaylistFaultKind.MissingAttribute, 3 },
        { "part without duration", "#EXT-X-PART:URI=\"a\"", PlaylistFaultKind.MissingAttribute, 3 },
        { "part target missing", "#EXT-X-PART-INF:X=1", PlaylistFaultKind.MissingAttribute, 3 },
        { "skip without count", "#EXT-X-SKIP:X=1", PlaylistFaultKind.MissingAttribute, 3 },
        { "hint without type", "#EXT-X-PRELOAD-HINT:URI=\"a\"", PlaylistFaultKind.MissingAttribute, 3 },
        { "report without URI", "#EXT-X-RENDITION-REPORT:LAST-MSN=1", PlaylistFaultKind.MissingAttribute, 3 },
        { "key without URI", "#EXT-X-KEY:METHOD=AES-128", PlaylistFaultKind.MissingAttribute, 3 },
        { "range", "#EXT-X-BYTERANGE:1@x", PlaylistFaultKind.Malformed, 3 },
        { "range that overflows", "#EXT-X-BYTERANGE:9223372036854775807@1", PlaylistFaultKind.Malformed, 3 },
        { "range behind nothing", "#EXT-X-BYTERANGE:5\n#EXTINF:1,\na", PlaylistFaultKind.Malformed, 5 },
        { "tag twice", "#EXT-X-PART-INF:PART-TARGET=1\n#EXT-X-PART-INF:PART-TARGET=1", PlaylistFaultKind.DuplicateTag, 4 },
        { "late sequence", "#EXTINF:1,\na\n#EXT-X-MEDIA-SEQUENCE:1", PlaylistFaultKind.MisplacedTag, 5 },
        { "late skip", "#EXTINF:1,\na\n#EXT-X-SKIP:SKIPPED-SEGMENTS=1", PlaylistFaultKind.MisplacedTag, 5 },
        { "map behind a part", "#EXT-X-PART:URI=\"a\",DURATION=1\n#EXT-X-MAP:URI=\"b\"", PlaylistFaultKind.MisplacedTag, 4 },
        { "discontinuity behind a part", "#EXT-X-PART:URI=\"a\",DURATION=1\n#EXT-X-DISCONTINUITY", PlaylistFaultKind.MisplacedTag, 4 },
        { "too many skipped", "#EXT-X-SKIP:SKIPPED-SEGMENTS=1000001", PlaylistFaultKind.TooMuch, 3 },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void EachFaultIsReportedWithItsLine(string name, string lines, PlaylistFaultKind kind, int line)
    {
        List<PlaylistFault> faults = [];
        bool read = PlaylistReader.TryReadMedia(Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:2\n{lines}\n"), out _, faults);

        Assert.True(read, name);
        Assert.Contains(faults, f => f.Kind == kind && f.Line == line);
    }

    [Fact]
    public void AMissingTargetDurationIsReported()
    {
        List<PlaylistFault> faults = [];
        PlaylistReader.TryReadMedia("#EXTM3U\n"u8, out _, faults);

        Assert.Equal(PlaylistFaultKind.MissingTag, Assert.Single(faults).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#EXTM3")]
    [InlineData("#EXTM3UX\n")]
    [InlineData("<html></html>")]
    [InlineData("\n#EXTM3U\n")]
    public void WhatDoesNotBeginAsAPlaylistIsRefused(string text)
    {
        List<PlaylistFault> faults = [];

        Assert.False(PlaylistReader.TryReadMedia(Encoding.UTF8.GetBytes(text), out _, faults));
        Assert.False(PlaylistReader.TryReadMultivariant(Encoding.UTF8.GetBytes(text), out _, faults));
        Assert.All(faults, f => Assert.Equal(PlaylistFaultKind.NotAPlaylist, f.Kind));
        Assert.Equal(2, faults.Count);
    }

    [Fact]
    public void AByteOrderMarkIsAFaultButNoHindrance()
    {
        List<PlaylistFault> faults = [];

        Assert.True(PlaylistReader.TryReadMedia("\uFEFF#EXTM3U\n#EXT-X-TARGETDURATION:1\n"u8, out _, faults));
        Assert.Equal(PlaylistFaultKind.Malformed, Assert.Single(faults).Kind);
    }

    [Fact]
    public void PlaylistsOfBothKindsAreRefused()
    {
        List<PlaylistFault> faults = [];
        byte[] text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-STREAM-INF:BANDWIDTH=1\na\n"u8.ToArray();

        Assert.False(PlaylistReader.TryReadMedia(text, out _, faults));
        Assert.False(PlaylistReader.TryReadMultivariant(text, out _, faults));
        Assert.All(faults, f => Assert.Equal(PlaylistFaultKind.MixedKinds, f.Kind));
    }

    [Fact]
    public void FaultsAndTheirTextsAreBounded()
    {
        StringBuilder text = new("#EXTM3U\n#EXT-X-TARGETDURATION:1\n");
        for (int i = 0; i < 1000; i++) text.Append("#EXTINF:").Append('x', 1000).Append(",\na\n");
        List<PlaylistFault> faults = [];
        PlaylistReader.TryReadMedia(Encoding.UTF8.GetBytes(text.ToString()), out MediaPlaylist? playlist, faults);

        Assert.Equal(1000, playlist!.Segments.Count);
        Assert.Equal(PlaylistLimits.Faults, faults.Count);
        Assert.All(faults, f => Assert.True(f.Detail.Length <= 200));
    }

    [Fact]
    public void SegmentsBeyondTheLimitAreLeftOut()
    {
        StringBuilder text = new("#EXTM3U\n#EXT-X-TARGETDURATION:1\n");
        for (int i = 0; i < PlaylistLimits.Entries + 1; i++) text.Append("#EXTINF:1,\na\n");
        List<PlaylistFault> faults = [];
        PlaylistReader.TryReadMedia(Encoding.UTF8.GetBytes(text.ToString()), out MediaPlaylist? playlist, faults);

        Assert.Equal(PlaylistLimits.Entries, playlist!.Segments.Count);
        Assert.Equal(PlaylistFaultKind.TooMuch, Assert.Single(faults).Kind);
    }

    [Fact]
    public void NoTextMakesTheReaderThrow() => Fuzz.Run(PlaylistCorpus.All(), text =>
    {
        List<PlaylistFault> faults = [];
        PlaylistReader.FindKind(text);
        PlaylistReader.TryReadMultivariant(text, out _, faults);
        if (!PlaylistReader.TryReadMedia(text, out MediaPlaylist? playlist, faults)) return;
        _ = playlist.Duration;
        _ = playlist.LastPosition;
        PlaylistCorpus.Write(playlist);
        DeltaUpdate.TryApply(Samples.Window(264, 20), playlist, out _);
    });

    private static MediaPlaylist ReadMedia(string text)
    {
        List<PlaylistFault> faults = [];
        Assert.True(PlaylistReader.TryReadMedia(Encoding.UTF8.GetBytes(text), out MediaPlaylist? playlist, faults));
        Assert.Empty(faults);
        return playlist;
    }
}
