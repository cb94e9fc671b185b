using System.Globalization;

namespace Headrace.Endpoints.Ffmpeg;

/// <summary>
/// The arguments by which ffmpeg makes the test stream: a moving picture of 1280 × 720 at 30 frames a second with the time of day (UTC, to the millisecond) and
/// the frame's number in it, a beep each second, H.264 without B-frames and with a key frame a second, AAC.
/// </summary>
internal static class TestPicture
{
    private const int FramesPerSecond = 30;

    /// <summary>The arguments, each as ffmpeg shall see it.</summary>
    /// <param name="font">File of a font, or null.</param>
    public static IReadOnlyList<string> Arguments(string? font) =>
    [
        "-re", "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc2=size=1280x720:rate={FramesPerSecond}"),
        "-re", "-f", "lavfi", "-i", "sine=frequency=110:beep_factor=8:sample_rate=48000",
        .. font is null ? Array.Empty<string>() : ["-vf", Overlay(font)],
        "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-b:v", "2500k", "-maxrate", "3000k", "-bufsize", "3000k",
        "-g", FramesPerSecond.ToString(CultureInfo.InvariantCulture), "-sc_threshold", "0",
        "-af", "volume=0.2", "-c:a", "aac", "-b:a", "128k", "-ac", "2",
    ];

    // The clock: the frames' times become the time of day for as long as the text is drawn, and are counted anew behind it.
    private static string Overlay(string font) => string.Create(CultureInfo.InvariantCulture,
        $"setpts='mod(RTCTIME/1000000,86400)/TB',drawtext=fontfile={font}:text='%{{pts\\:hms}} UTC  frame %{{n}}':x=(w-text_w)/2:y=h-110:fontsize=52:fontcolor=white:box=1:boxcolor=black@0.7:boxborderw=16,setpts=N/({FramesPerSecond}*TB)");
}
