using Headrace.TestKit.Processes;

namespace Headrace.TestKit.Clips;

/// <summary>Reads burned-in numbers through an ffmpeg that decodes a file or a URL.</summary>
public static class BarcodeDecoder
{
    /// <summary>Samples a second that sound is counted in.</summary>
    private const int SoundRate = 48_000;

    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Decodes the first video track of <paramref name="source"/>, at most <paramref name="frames"/> frames of it (null: to its end). Throws with ffmpeg's words when it fails
    /// or says anything at error level: a decoder that complains was given a broken picture.
    /// </summary>
    public static Task<BarcodeReport> ReadAsync(
        string source, int? frames = null, IEnumerable<string>? inputOptions = null, TimeSpan? within = null, CancellationToken cancellation = default) =>
        RunAsync(source, frames, inputOptions, soundFile: null, within, cancellation);

    /// <summary>As <see cref="ReadAsync(string, int?, IEnumerable{string}, TimeSpan?, CancellationToken)"/>, and decodes so many seconds of the first sound: those that came of them are counted.</summary>
    public static async Task<(BarcodeReport Pictures, double SoundSeconds)> ReadWithSoundAsync(
        string source, int frames, double seconds, IEnumerable<string>? inputOptions = null, TimeSpan? within = null, CancellationToken cancellation = default)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "sound");
        BarcodeReport pictures = await RunAsync(source, frames, inputOptions, (file, seconds), within, cancellation).ConfigureAwait(false);
        return (pictures, new FileInfo(file).Length / (double)(SoundRate * sizeof(short)));
    }

    private static async Task<BarcodeReport> RunAsync(
        string source, int? frames, IEnumerable<string>? inputOptions, (string Path, double Seconds)? soundFile, TimeSpan? within, CancellationToken cancellation)
    {
        List<string> arguments = ["-nostdin", "-hide_banner", "-loglevel", "error", .. inputOptions ?? [], "-i", source, "-map", "0:v:0"];
        if (frames is { } count) arguments.AddRange(["-frames:v", $"{count}"]);
        // Counted and not timed: in ffmpeg's guess of a frame rate two frames of a live stream may have one time.
        arguments.AddRange(["-vf", $"{Barcode.DecodeFilter},settb=AVTB,setpts=N", "-fps_mode", "passthrough", "-f", "rawvideo", "-"]);
        if (soundFile is (var path, var seconds)) arguments.AddRange(["-map", "0:a:0", "-af", $"aresample={SoundRate},asetpts=PTS-STARTPTS", "-ac", "1", "-t", $"{seconds}", "-f", "s16le", path]);
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", arguments);
        int code = await ffmpeg.WaitForExitAsync(within ?? DefaultDeadline, cancellation).ConfigureAwait(false);
        if (code != 0 || !string.IsNullOrWhiteSpace(ffmpeg.Errors)) throw new InvalidOperationException($"{ffmpeg} ended with {code}: {ffmpeg.Errors}");
        return new BarcodeReport(Barcode.Decode(ffmpeg.OutputBytes));
    }
}
