using System.Net;
using Headrace.Endpoints.Test;

namespace Headrace.Endpoints.Tests.Test;

public sealed class TestSourceArgumentsTests
{
    [Fact]
    public void ArgumentsAreAListThatNoShellReads()
    {
        TestSourceOptions options = new() { Stream = "site/demo", Rtsp = new IPEndPoint(IPAddress.Loopback, 8554) };
        Assert.Equal(
            [
                "-hide_banner", "-nostdin", "-loglevel", "warning",
                "-re", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30",
                "-re", "-f", "lavfi", "-i", "sine=frequency=110:beep_factor=8:sample_rate=48000",
                "-vf",
                "setpts='mod(RTCTIME/1000000,86400)/TB',drawtext=fontfile=/fonts/mono.ttf:text='%{pts\\:hms} UTC  frame %{n}':x=(w-text_w)/2:y=h-110"
                + ":fontsize=52:fontcolor=white:box=1:boxcolor=black@0.7:boxborderw=16,setpts=N/(30*TB)",
                "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-b:v", "2500k", "-maxrate", "3000k", "-bufsize", "3000k",
                "-g", "30", "-sc_threshold", "0",
                "-af", "volume=0.2", "-c:a", "aac", "-b:a", "128k", "-ac", "2",
                "-f", "rtsp", "-rtsp_transport", "tcp", "rtsp://127.0.0.1:8554/site/demo",
            ],
            TestSourceArguments.Create(options, "/fonts/mono.ttf"));
    }

    [Fact]
    public void WithoutAFontThePictureGoesWithoutClock()
    {
        TestSourceOptions options = new() { Stream = "demo", Rtsp = new IPEndPoint(IPAddress.Loopback, 8554) };
        IReadOnlyList<string> arguments = TestSourceArguments.Create(options, font: null);
        Assert.DoesNotContain("-vf", arguments);
        Assert.Equal(TestSourceArguments.Create(options, "/f").Count - 2, arguments.Count);
    }

    [Theory]
    [InlineData("[::]:8554", "rtsp://127.0.0.1:8554/demo")]
    [InlineData("0.0.0.0:554", "rtsp://127.0.0.1:554/demo")]
    [InlineData("127.0.0.1:8554", "rtsp://127.0.0.1:8554/demo")]
    [InlineData("[::1]:8554", "rtsp://[::1]:8554/demo")]
    [InlineData("10.0.0.5:8554", "rtsp://10.0.0.5:8554/demo")]
    public void StreamIsPublishedToOurOwnServer(string listen, string url) =>
        Assert.Equal(url, TestSourceArguments.Url(new TestSourceOptions { Stream = "demo", Rtsp = IPEndPoint.Parse(listen) }));
}
