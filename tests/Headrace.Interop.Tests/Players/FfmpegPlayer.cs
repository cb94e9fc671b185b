using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Players;

/// <summary>Plays with ffmpeg, decoding every frame; an error that it logs fails the test.</summary>
internal static class FfmpegPlayer
{
    /// <summary>Plays a stream over RTSP/TCP.</summary>
    internal static Task<BarcodeReport> PlayRtspAsync(string url, int frames) => PlayAsync(url, frames, ["-rtsp_transport", "tcp"]);

    /// <summary>Plays a stream over HLS, from its first segment.</summary>
    internal static Task<BarcodeReport> PlayHlsAsync(string url, int frames) => PlayAsync(url, frames, []);

    private static Task<BarcodeReport> PlayAsync(string url, int frames, string[] options)
    {
        Skip.UnlessInstalled("ffmpeg");
        return BarcodeDecoder.ReadAsync(url, frames, options, cancellation: TestContext.Current.CancellationToken);
    }
}
