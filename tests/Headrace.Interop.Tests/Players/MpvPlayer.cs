using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Players;

/// <summary>Plays with mpv, decoding every frame.</summary>
internal static class MpvPlayer
{
    /// <summary>Plays a stream over RTSP, over <c>tcp</c> or <c>udp</c>, or over HLS.</summary>
    internal static Task<BarcodeReport> PlayAsync(string url, int frames, string transport = "tcp")
    {
        Skip.UnlessInstalled("mpv");
        string[] arguments =
        [
            "--no-config", "--really-quiet", "--no-audio", $"--rtsp-transport={transport}", $"--vf=lavfi=[{Barcode.DecodeFilter}]", "--of=rawvideo", "--ovc=rawvideo", "--o=-", url,
        ];
        return BarcodePipe.ReadAsync("mpv", arguments, frames, cancellation: TestContext.Current.CancellationToken);
    }
}
