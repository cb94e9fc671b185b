namespace Headrace.Protocols.Rtsp.Tests;

public class TrackControlTests
{
    private static readonly string[] Ours = ["trackID=0", "trackID=1"];

    public static readonly TheoryData<string, string, string[], TrackMatch> Cases = new()
    {
        { "rtsp://h/cam/trackID=1", "cam", Ours, Track(1) },
        { "rtsp://h/cam/trackID=1/", "cam", Ours, Track(1) },
        { "rtsp://h/cam//trackID=1", "cam", Ours, Track(1) },
        { "rtsp://other:8554/cam/trackID=1", "cam", Ours, Track(1) },
        { "/cam/trackID=0", "cam", Ours, Track(0) },
        { "rtsp://h/trackID=0", "", Ours, Track(0) },
        { "rtsp://h/site/cam/trackID=0", "site/cam", Ours, Track(0) },
        { "rtsp://h/Cam%20A/trackID%3D1", "Cam A", Ours, Track(1) },
        // FFmpeg, VLC and Live555 append the control to the query, GStreamer puts it before.
        { "rtsp://h/cam?token=a/trackID=1", "cam", Ours, Track(1) },
        { "rtsp://h/cam?token=a/b/trackID=1", "cam", Ours, Track(1) },
        { "rtsp://h/cam/?token=a/trackID=1", "cam", Ours, Track(1) },
        { "rtsp://h/cam/trackID=1?token=a/b", "cam", Ours, Track(1) },
        // Publishers name their tracks as they like.
        { "rtsp://h/cam/streamid=1", "cam", ["streamid=0", "streamid=1"], Track(1) },
        { "rtsp://h/cam/stream=0", "cam", ["stream=1", "stream=0"], Track(1) },
        { "rtsp://h/cam/track1", "cam", ["track1", "track2"], Track(0) },
        { "rtsp://h/cam/video", "cam", ["audio", "video"], Track(1) },
        { "rtsp://h/cam/a/video", "cam", ["video", "a/video"], Track(1) },
        { "rtsp://h/cam/media.smp?x=1", "cam", ["media.smp?x=0", "media.smp?x=1"], Track(1) },
        { "rtsp://h/cam/trackID=1", "cam", ["rtsp://10.0.0.1/cam/trackID=0", "rtsp://10.0.0.1/cam/trackID=1"], Track(1) },
        { "rtsp://h/cam/trackID=1", "cam", ["/trackID=0", "/trackID=1"], Track(1) },
        // A number behind a usual word, where the SDP names nothing that fits.
        { "rtsp://h/cam/streamid=1", "cam", ["", ""], Track(1) },
        { "rtsp://h/cam/TrackID=1", "cam", Ours, Track(1) },
        { "rtsp://h/cam?x=1/streamid=0", "cam", Ours, Track(0) },
        { "rtsp://h/cam/trackID=2", "cam", Ours, new TrackMatch(TrackMatchKind.NoSuchTrack) },
        { "rtsp://h/cam", "cam", Ours, new TrackMatch(TrackMatchKind.Aggregate) },
        { "rtsp://h/cam/", "cam", ["*"], new TrackMatch(TrackMatchKind.Aggregate) },
        { "rtsp://h/cam?x=1", "cam", ["rtsp://h/cam"], new TrackMatch(TrackMatchKind.Aggregate) },
        { "rtsp://h/a/cam", "a/cam", ["cam"], new TrackMatch(TrackMatchKind.Aggregate) },
        { "rtsp://h/other/trackID=1", "cam", Ours, new TrackMatch(TrackMatchKind.OtherStream) },
        { "rtsp://h/cam/video", "cam", Ours, new TrackMatch(TrackMatchKind.OtherStream) },
        { "rtsp://h/cam2", "cam", Ours, new TrackMatch(TrackMatchKind.OtherStream) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void SetupUrlFindsItsTrack(string text, string stream, string[] controls, TrackMatch expected)
    {
        Assert.True(RtspUrl.TryParse(text, out RtspUrl? url));
        Assert.Equal(expected, TrackControl.Resolve(url, stream, controls));
    }

    [Theory]
    [InlineData("rtsp://h/cam/trackID=1", "cam")]
    [InlineData("rtsp://h/site/cam/streamid=0?x=1", "site/cam")]
    [InlineData("rtsp://h/cam?x=1/trackID=1", "cam")]
    [InlineData("rtsp://h/cam/track12", "cam")]
    [InlineData("rtsp://h/site/cam", "site/cam")]
    [InlineData("rtsp://h/tracks/7", "tracks/7")]
    public void StreamNameIsFoundWithoutADescription(string text, string expected)
    {
        Assert.True(RtspUrl.TryParse(text, out RtspUrl? url));
        Assert.Equal(expected, TrackControl.StreamNameOf(url));
    }

    [Fact]
    public void OwnControlsResolve()
    {
        Assert.True(RtspUrl.TryParse($"rtsp://h/cam/{TrackControl.Format(1)}", out RtspUrl? url));
        Assert.Equal(Track(1), TrackControl.Resolve(url, "cam", [TrackControl.Format(0), TrackControl.Format(1)]));
    }

    private static TrackMatch Track(int index) => new(TrackMatchKind.Track, index);
}
