using Headrace.Endpoints.Ffmpeg;

namespace Headrace.Endpoints.Tests.Ffmpeg;

public sealed class TestPictureTests
{
    [Fact]
    public void ArgumentsAreAListThatNoShellReads() => Assert.Equal(
        [
            "-re", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30",
            "-re", "-f", "lavfi", "-i", "sine=frequency=110:beep_factor=8:sample_rate=48000",
            "-vf",
            "setpts='mod(RTCTIME/1000000,86400)/TB',drawtext=fontfile=/fonts/mono.ttf:text='%{pts\\:hms} UTC  frame %{n}':x=(w-text_w)/2:y=h-110"
            + ":fontsize=52:fontcolor=white:box=1:boxcolor=black@0.7:boxborderw=16,setpts=N/(30*TB)",
            "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-b:v", "2500k", "-maxrate", "3000k", "-bufsize", "3000k",
            "-g", "30", "-sc_threshold", "0",
            "-af", "volume=0.2", "-c:a", "aac", "-b:a", "128k", "-ac", "2",
        ],
        TestPicture.Arguments("/fonts/mono.ttf"));

    [Fact]
    public void WithoutAFontThePictureGoesWithoutClock()
    {
        IReadOnlyList<string> arguments = TestPicture.Arguments(font: null);
        Assert.DoesNotContain("-vf", arguments);
        Assert.Equal(TestPicture.Arguments("/f").Count - 2, arguments.Count);
    }
}
