using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests;

public class RtspUrlTests
{
    public static readonly TheoryData<string, string, string, string> Urls = new()
    {
        // URL, stream name, query, written without credentials
        { "rtsp://host:8554/cam", "cam", "", "rtsp://host:8554/cam" },
        { "rtsp://host/site/hall/cam1/", "site/hall/cam1", "", "rtsp://host/site/hall/cam1/" },
        { "rtsp://host/cam?token=a/b", "cam", "token=a/b", "rtsp://host/cam?token=a/b" },
        { "rtsp://user:p%40ss@host:554/cam", "cam", "", "rtsp://host:554/cam" },
        { "rtsp://user:p@ss@host/cam", "cam", "", "rtsp://host/cam" },
        { "rtsps://[::1]:8322/cam", "cam", "", "rtsps://[::1]:8322/cam" },
        { "RTSP://Host/Cam%20A%2FB", "Cam A/B", "", "RTSP://Host/Cam%20A%2FB" },
        { "rtsp://host", "", "", "rtsp://host" },
        { "rtsp://host?x=1", "", "x=1", "rtsp://host?x=1" },
        { "rtsp://host//cam", "cam", "", "rtsp://host//cam" },
        { "rtsp://host/cam%zz", "cam%zz", "", "rtsp://host/cam%zz" },
        { "rtsp://host/cam#part", "cam", "", "rtsp://host/cam" },
        { "/cam", "cam", "", "/cam" },
        { "*", "", "", "*" },
    };

    [Theory]
    [MemberData(nameof(Urls))]
    public void ReadsUrlsWithoutCredentials(string text, string name, string query, string written)
    {
        Assert.True(RtspUrl.TryParse(text, out RtspUrl? url));
        Assert.Equal((name, query, written), (url.StreamName, url.Query, url.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cam")]
    [InlineData("http://host/cam")]
    [InlineData("rtsp://")]
    [InlineData("rtsp:///cam")]
    [InlineData("rtsp://user@/cam")]
    public void RefusesWhatIsNoUrl(string text) => Assert.False(RtspUrl.TryParse(text, out _));

    [Theory]
    [InlineData("rtsp://u:p@host/cam?x=1", "rtsp://host/cam/")]
    [InlineData("rtsp://host/cam///", "rtsp://host/cam/")]
    [InlineData("rtsp://host", "rtsp://host/")]
    public void ContentBaseEndsInASlashAndHasNoQuery(string text, string expected)
    {
        Assert.True(RtspUrl.TryParse(text, out RtspUrl? url));
        Assert.Equal(expected, url.ContentBase);
    }

    [Fact]
    public void RequestsAreLoggedWithoutSecrets() =>
        Assert.Equal("PLAY rtsp://host/cam", new RtspRequest(RtspMethod.Play, "rtsp://user:secret@host/cam?token=secret").ToString());

    [Fact]
    public void NeitherThrowsNorHangsOnAnyText() => Fuzz.Run(
        [.. Urls.Select(row => System.Text.Encoding.UTF8.GetBytes(row.Data.Item1))],
        bytes =>
        {
            if (!RtspUrl.TryParse(System.Text.Encoding.UTF8.GetString(bytes), out RtspUrl? url)) return;
            _ = url.StreamName + url.ContentBase + TrackControl.StreamNameOf(url);
            TrackControl.Resolve(url, "cam", ["trackID=0", "rtsp://host/cam/1", "a/b", "", "*", "/"]);
        });
}
