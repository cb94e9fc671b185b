using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Changes;

/// <summary>Clips that differ from <see cref="Clips.Plain"/> in one thing, or that change in their middle. Numbers are burned in and go on over every change.</summary>
internal static class ChangedClips
{
    /// <summary>What <see cref="Clips.Plain"/> shows before the frame of <see cref="FirstNumber"/>.</summary>
    internal const int SecondsLeftOut = 45;

    /// <summary>Number of the first frame after <see cref="SecondsLeftOut"/>, a random access point.</summary>
    internal const uint FirstNumber = 30 * SecondsLeftOut;

    /// <summary>Seconds that <see cref="SizesAsync"/> shows of the first size.</summary>
    internal const int SecondsOfFirstSize = 15;

    /// <summary>Seconds that <see cref="SizesAsync"/> lasts.</summary>
    internal const int SecondsOfSizes = 28;

    /// <summary>Number of the first picture of <see cref="SecondSetAsync"/> that needs the second set.</summary>
    internal const int FirstWithSecondSet = 165;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"];
    private static readonly string[] KeyFrameEverySecond = ["-preset", "superfast", "-x264-params", "keyint=30:min-keyint=30:scenecut=0:bframes=0"];

    /// <summary>The plain clip from <see cref="FirstNumber"/> on, in the baseline profile: no CABAC, no 8×8 transform.</summary>
    internal static Task<string> BaselineAsync() => DerivedMedia.GetAsync(
        $"baseline-from-{SecondsLeftOut}s.mp4",
        async path => await FfmpegAsync(
            ["-ss", $"{SecondsLeftOut}", "-i", await TestMedia.GetAsync(Clips.Plain), "-t", "30", "-c:a", "copy", "-c:v", "libx264", "-profile:v", "baseline", .. KeyFrameEverySecond, path]));

    /// <summary>The plain clip whose picture becomes smaller, parameter sets in the stream. MPEG-TS, without sound.</summary>
    internal static Task<string> SizesAsync() => DerivedMedia.GetAsync($"sizes-{SecondsOfFirstSize}-{SecondsOfSizes}.ts", async path =>
    {
        string plain = await TestMedia.GetAsync(Clips.Plain);
        string small = await TestMedia.GetAsync(Clips.Plain with { Width = 426, Height = 240, Audio = AudioCodec.None, Seconds = SecondsOfSizes });
        string list = path + ".txt";
        await File.WriteAllLinesAsync(list, [$"file '{plain}'", $"outpoint {SecondsOfFirstSize}", $"file '{small}'", $"inpoint {SecondsOfFirstSize}"]);
        await FfmpegAsync(["-f", "concat", "-safe", "0", "-i", list, "-map", "0:v", "-c", "copy", "-f", "mpegts", path]);
        File.Delete(list);
    });

    /// <summary>
    /// Twelve seconds whose pictures from <see cref="FirstWithSecondSet"/> on, which is no random access point, refer to a picture parameter set that comes right before them.
    /// MPEG-TS, without sound.
    /// </summary>
    internal static Task<string> SecondSetAsync() => DerivedMedia.GetAsync($"second-set-at-{FirstWithSecondSet}.ts", async path =>
    {
        string bytes = path + ".h264";
        await FfmpegAsync(["-f", "lavfi", "-i", Barcode.NumberedGraph(640, 360, "30", 12), "-c:v", "libx264", "-preset", "superfast", "-x264-params", "keyint=30:min-keyint=30:scenecut=0:bframes=0:sps-id=1", bytes]);
        await File.WriteAllBytesAsync(bytes, PictureParameterSets.ChangeFrom(await File.ReadAllBytesAsync(bytes), FirstWithSecondSet));
        await FfmpegAsync(["-f", "h264", "-framerate", "30", "-i", bytes, "-c", "copy", "-bsf:v", "setts=pts=N*3000:dts=N*3000:time_base=1/90000", "-f", "mpegts", path]);
        File.Delete(bytes);
    });

    private static Task<string> FfmpegAsync(string[] arguments) => ClientProcess.RunAsync("ffmpeg", [.. Quiet, .. arguments], Deadline, TestContext.Current.CancellationToken);
}
