using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Players;

/// <summary>Plays with VLC, decoding every frame; ffmpeg only reads the numbers in the pictures that VLC has decoded.</summary>
internal static class VlcPlayer
{
    /// <summary>VLC refuses to run as root.</summary>
    private const string Nobody = "65534";

    /// <summary>Plays a stream whose pictures have a size.</summary>
    internal static async Task<BarcodeReport> PlayAsync(string url, int width, int height, int frames)
    {
        Skip.UnlessInstalled("vlc", "ffmpeg", "setpriv");
        string user = Environment.IsPrivilegedProcess ? $"setpriv --reuid={Nobody} --regid={Nobody} --clear-groups env HOME=/tmp " : "";
        string vlc = $"{user}vlc -I dummy --no-color --no-audio --play-and-exit --network-caching=500 '{url}' --sout '#transcode{{vcodec=I420,acodec=none}}:std{{access=file,mux=dummy,dst=-}}' vlc://quit";
        string read = $"ffmpeg -nostdin -loglevel error -f rawvideo -pix_fmt yuv420p -s {width}x{height} -i - -vf '{Barcode.DecodeFilter}' -fps_mode passthrough -f rawvideo -flush_packets 1 -";
        return await BarcodePipe.ReadAsync("sh", ["-c", $"{vlc} | {read}"], frames, cancellation: TestContext.Current.CancellationToken);
    }
}
