using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Sync;

/// <summary>A clip whose picture is white and whose sound beeps for the first tenth of each second, and how far the two are apart where ffmpeg decodes it.</summary>
internal static partial class FlashAndBeep
{
    private const int Seconds = 120;

    /// <summary>The clip: H.264 at 30 fps with a key frame a second, AAC.</summary>
    internal static Task<string> GetAsync()
    {
        Skip.UnlessInstalled("ffmpeg");
        return DerivedMedia.GetAsync("flash-and-beep-120s.mp4", path => RunAsync(
        [
            "-f", "lavfi", "-i", $"color=black:size=320x180:rate=30:duration={Seconds},drawbox=color=white:thickness=fill:enable='lt(mod(t,1),0.1)'",
            "-f", "lavfi", "-i", $"aevalsrc='if(lt(mod(t,1),0.1),0.5*sin(2*PI*1000*t),0)':sample_rate=48000:duration={Seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "mp4", path,
        ]));
    }

    /// <summary>How much later than its flash a beep is, in milliseconds: the median of what comes in so many seconds.</summary>
    internal static async Task<double> MeasureAsync(string url, int seconds, params string[] options)
    {
        string log = await RunAsync([
            .. options, "-t", seconds.ToString(CultureInfo.InvariantCulture), "-i", url,
            "-vf", "blackdetect=d=0.3:pix_th=0.3", "-af", "silencedetect=n=-30dB:d=0.3", "-f", "null", "-"]);
        double[] flashes = Times(Flash(), log);
        double[] beeps = Times(Beep(), log);
        Assert.True(flashes.Length >= 2 && beeps.Length >= 2, $"{flashes.Length} flashes, {beeps.Length} beeps: {log}");
        double[] apart = [.. beeps.Select(beep => flashes.Select(flash => (beep - flash) * 1000).MinBy(Math.Abs)).Order()];
        return apart[apart.Length / 2];
    }

    private static double[] Times(Regex pattern, string log) => [.. pattern.Matches(log).Select(match => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    private static async Task<string> RunAsync(string[] arguments)
    {
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", ["-nostdin", "-hide_banner", "-y", .. arguments]);
        await ffmpeg.WaitForExitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return ffmpeg.Errors;
    }

    [GeneratedRegex(@"black_end:([\d.]+)")]
    private static partial Regex Flash();

    [GeneratedRegex(@"silence_end: ([\d.]+)")]
    private static partial Regex Beep();
}
