using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Players;

/// <summary>Hashes of the pictures that ffmpeg decodes from a file or a URL: equal ones were decoded from equal data with equal parameter sets.</summary>
internal static class DecodedHashes
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Decodes the source to its end, or only so many <paramref name="frames"/>; throws when ffmpeg says anything at error level.</summary>
    internal static async Task<IReadOnlyList<string>> ReadAsync(string source, int? frames = null, params string[] inputOptions)
    {
        Skip.UnlessInstalled("ffmpeg");
        List<string> arguments = ["-nostdin", "-hide_banner", "-loglevel", "error", .. inputOptions, "-i", source, "-map", "0:v:0", "-fps_mode", "passthrough"];
        if (frames is { } count) arguments.AddRange(["-frames:v", $"{count}"]);
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", [.. arguments, "-f", "framemd5", "-"]);
        int code = await ffmpeg.WaitForExitAsync(Deadline, TestContext.Current.CancellationToken);
        if (code != 0 || ffmpeg.Errors.Length > 0) throw new InvalidOperationException($"{ffmpeg} ended with {code}: {ffmpeg.Errors}");
        return [.. FrameHashes.Parse(ffmpeg.Output).Select(frame => frame.Hash)];
    }
}
