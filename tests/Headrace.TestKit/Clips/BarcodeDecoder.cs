using Headrace.TestKit.Processes;

namespace Headrace.TestKit.Clips;

/// <summary>Reads burned-in numbers through an ffmpeg that decodes a file or a URL.</summary>
public static class BarcodeDecoder
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Decodes the first video track of <paramref name="source"/>, at most <paramref name="frames"/> frames of it (null: to its end). Throws with ffmpeg's words when it fails
    /// or says anything at error level: a decoder that complains was given a broken picture.
    /// </summary>
    public static async Task<BarcodeReport> ReadAsync(
        string source, int? frames = null, IEnumerable<string>? inputOptions = null, TimeSpan? within = null, CancellationToken cancellation = default)
    {
        List<string> arguments = ["-nostdin", "-hide_banner", "-loglevel", "error", .. inputOptions ?? [], "-i", source, "-map", "0:v:0"];
        if (frames is { } count) arguments.AddRange(["-frames:v", $"{count}"]);
        // Counted and not timed: in ffmpeg's guess of a frame rate two frames of a live stream may have one time.
        arguments.AddRange(["-vf", $"{Barcode.DecodeFilter},settb=AVTB,setpts=N", "-fps_mode", "passthrough", "-f", "rawvideo", "-"]);
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", arguments);
        int code = await ffmpeg.WaitForExitAsync(within ?? DefaultDeadline, cancellation).ConfigureAwait(false);
        if (code != 0 || !string.IsNullOrWhiteSpace(ffmpeg.Errors)) throw new InvalidOperationException($"{ffmpeg} ended with {code}: {ffmpeg.Errors}");
        return new BarcodeReport(Barcode.Decode(ffmpeg.OutputBytes));
    }
}
