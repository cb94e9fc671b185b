using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Players;

/// <summary>Plays with ffmpeg, decoding every frame; an error that it logs fails the test.</summary>
internal static class FfmpegPlayer
{
    /// <summary>Plays a stream over RTSP, over <c>tcp</c> or <c>udp</c>.</summary>
    internal static Task<BarcodeReport> PlayRtspAsync(string url, int frames, string transport = "tcp") => PlayAsync(url, frames, ["-rtsp_transport", transport]);

    /// <summary>Starts to play a stream over RTSP/TCP until it ends, writing frames as <see cref="BarcodePipe"/> reads them.</summary>
    internal static ClientProcess StartRtsp(string url) => Start(["-rtsp_transport", "tcp", "-i", url]);

    /// <summary>As <see cref="StartRtsp"/>, over HLS.</summary>
    internal static ClientProcess StartHls(string url) => Start(["-i", url]);

    /// <summary>Frames that a player started by <see cref="StartRtsp"/> or <see cref="StartHls"/> has decoded so far.</summary>
    internal static BarcodeReport Decoded(ClientProcess player) => new(Barcode.Decode(player.OutputBytes));

    /// <summary>Plays a stream over HLS, from its first segment.</summary>
    internal static Task<BarcodeReport> PlayHlsAsync(string url, int frames) => PlayAsync(url, frames, []);

    /// <summary>Plays over DASH: the first frames from where it joins.</summary>
    internal static Task<BarcodeReport> PlayDashAsync(string url, int frames) => PlayAsync(url, frames, []);

    private static ClientProcess Start(string[] input)
    {
        Skip.UnlessInstalled("ffmpeg");
        string[] arguments = ["-nostdin", "-hide_banner", "-loglevel", "error", .. input, "-map", "0:v:0", "-vf", Barcode.DecodeFilter];
        return ClientProcess.Start("ffmpeg", [.. arguments, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo", "-flush_packets", "1", "-"]);
    }

    private static Task<BarcodeReport> PlayAsync(string url, int frames, string[] options)
    {
        Skip.UnlessInstalled("ffmpeg");
        return BarcodeDecoder.ReadAsync(url, frames, options, cancellation: TestContext.Current.CancellationToken);
    }
}
