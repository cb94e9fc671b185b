using System.Globalization;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Rtmp;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Other people's servers between a sender and the server under test, which fetches from them.</summary>
internal static class MatrixRelays
{
    /// <summary>nginx with its RTMP module; ffmpeg publishes there.</summary>
    internal static Task<IAsyncDisposable?> NginxAsync(HeadraceProcess server, MatrixFeed feed) => MatrixOrigin.StartAsync(async origin =>
    {
        NginxRelay nginx = await origin.WithAsync(NginxRelay.StartAsync());
        origin.With(RtmpClients.PublishByFfmpeg(feed.File, nginx.Url("live/row")));
        await MatrixOrigin.FetchAsync(server, feed, nginx.Url("live/row"));
    });

    /// <summary>nginx with its RTMP module; another server of ours forwards there.</summary>
    internal static Task<IAsyncDisposable?> ForwardedToNginxAsync(HeadraceProcess server, MatrixFeed feed) => MatrixOrigin.StartAsync(async origin =>
    {
        NginxRelay nginx = await origin.WithAsync(NginxRelay.StartAsync());
        await ForwardAsync(server, feed, origin, nginx.Url("live/row"));
    });

    /// <summary>node-media-server; FFmpeg 8.1 publishes there, and it is fetched over RTMP.</summary>
    internal static Task<IAsyncDisposable?> NodeAsync(HeadraceProcess server, MatrixFeed feed) => MatrixOrigin.StartAsync(async origin =>
    {
        int port = FreePorts.Take(1)[0];
        await origin.WithAsync(NodeMediaServer.StartAsync(port));
        origin.With(Ffmpeg8.Push(feed.File, Rtmp(port), "flv"));
        await MatrixOrigin.FetchAsync(server, feed, Rtmp(port));
    });

    /// <summary>node-media-server; ffmpeg publishes there, and it is fetched as FLV over HTTP.</summary>
    internal static Task<IAsyncDisposable?> NodeOverHttpAsync(HeadraceProcess server, MatrixFeed feed) => MatrixOrigin.StartAsync(async origin =>
    {
        int[] ports = FreePorts.Take(2);
        await origin.WithAsync(NodeMediaServer.StartAsync(ports[0], ports[1]));
        origin.With(RtmpClients.PublishByFfmpeg(feed.File, Rtmp(ports[0])));
        await MatrixOrigin.FetchAsync(server, feed, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[1]}/live/row.flv"));
    });

    /// <summary>node-media-server; another server of ours forwards there.</summary>
    internal static Task<IAsyncDisposable?> ForwardedToNodeAsync(HeadraceProcess server, MatrixFeed feed) => MatrixOrigin.StartAsync(async origin =>
    {
        int port = FreePorts.Take(1)[0];
        await origin.WithAsync(NodeMediaServer.StartAsync(port));
        await ForwardAsync(server, feed, origin, Rtmp(port));
    });

    private static async Task ForwardAsync(HeadraceProcess server, MatrixFeed feed, MatrixOrigin origin, string target)
    {
        HeadraceProcess other = await origin.WithAsync(HeadraceProcess.StartAsync($"--streams:{feed.Stream}:forward", target));
        await origin.PublishAsync(feed, other);
        await MatrixOrigin.FetchAsync(server, feed, target);
    }

    private static string Rtmp(int port) => string.Create(CultureInfo.InvariantCulture, $"rtmp://127.0.0.1:{port}/live/row");
}
