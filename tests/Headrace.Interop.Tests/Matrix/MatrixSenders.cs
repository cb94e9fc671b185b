using System.Globalization;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Pull;
using Headrace.Interop.Tests.Server;
using Headrace.Interop.Tests.Srt;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>All senders of the matrix.</summary>
internal static class MatrixSenders
{
    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-loglevel", "warning", "-re"];

    /// <summary>In the order of the page.</summary>
    internal static IReadOnlyList<MatrixSender> All { get; } =
    [
        new("ffmpeg", "RTSP/TCP", [MatrixMedia.H264Aac, MatrixMedia.H264Opus, MatrixMedia.H264Pcmu, MatrixMedia.H264Mp3, MatrixMedia.H265Aac],
            (server, feed) => Started(FfmpegPublisher.StartRtsp(feed.File, server.Rtsp(feed.Stream)))),
        new("ffmpeg", "RTSP/TCP", [MatrixMedia.Vp8Opus, MatrixMedia.Vp9Opus, MatrixMedia.MjpegPcmu],
            (server, feed) => Started(FfmpegPublisher.StartRtsp(feed.File, server.Rtsp(feed.Stream), "tcp", "-strict", "experimental"))),
        new("ffmpeg", "RTSP/UDP", [MatrixMedia.H264Aac], (server, feed) => Started(FfmpegPublisher.StartRtsp(feed.File, server.Rtsp(feed.Stream), "udp"))),
        new("GStreamer", "RTSP/TCP", [MatrixMedia.H264Aac, MatrixMedia.H265Aac],
            async (server, feed) => await GStreamerPublisher.StartRtspAsync(feed.Media.Clip, server.Rtsp(feed.Stream))),
        new("ffmpeg", "SRT", [MatrixMedia.H264Aac, MatrixMedia.H264Mp3, MatrixMedia.H264Ac3, MatrixMedia.H265Aac, MatrixMedia.Mpeg2Mp2],
            (server, feed) => Started(SrtClients.PublishByFfmpeg(feed.File, server.Srt($"publish:{feed.Stream}")))),
        new("srt-live-transmit", "SRT", [MatrixMedia.H264Aac], (server, feed) => Started(SrtClients.PublishByLiveTransmit(feed.File, server.Srt($"publish:{feed.Stream}")))),
        new("GStreamer", "SRT", [MatrixMedia.H264Aac], async (server, feed) => await SrtClients.PublishByGStreamerAsync(feed.File, server.Srt($"publish:{feed.Stream}"))),
        new("ffmpeg", "MPEG-TS over UDP", [MatrixMedia.H264Aac, MatrixMedia.H265Aac], (_, feed) => Started(Send(feed, "mpegts", "udp", "?pkt_size=1316")))
        {
            Arguments = static feed => [$"--streams:{feed.Stream}:source", At("udp+mpegts", feed)],
        },
        new("ffmpeg", "MPEG-TS over RTP", [MatrixMedia.H264Aac], (_, feed) => Started(Send(feed, "rtp_mpegts", "rtp", "")))
        {
            Arguments = static feed => [$"--streams:{feed.Stream}:source", At("udp+rtp", feed)],
        },
        new("ffmpeg", "RTMP", [MatrixMedia.H264Aac, MatrixMedia.H264Mp3], (server, feed) => Started(Copy(feed, "flv", server.Rtmp(feed.Stream)))),
        new("GStreamer", "RTMP", [MatrixMedia.H264Aac], async (server, feed) => await PublishRtmpAsync(feed, server.Rtmp(feed.Stream))),
        new("FFmpeg 8.1", "RTMP", [MatrixMedia.H265Aac, MatrixMedia.H264Opus, MatrixMedia.Av1], (server, feed) => Started(Ffmpeg8.Push(feed.File, server.Rtmp(feed.Stream), "flv"))),
        new("Headrace", "HLS, fetched", [MatrixMedia.H264Aac, MatrixMedia.H265Aac, MatrixMedia.Vp9Opus], (server, feed) => MatrixOrigin.StartAsync(server, feed, static (origin, stream) => origin.Hls(stream))),
        new("Headrace", "RTMP, fetched", [MatrixMedia.H264Aac, MatrixMedia.H265Aac], (server, feed) => MatrixOrigin.StartAsync(server, feed, static (origin, stream) => origin.Rtmp(stream))),
        new("GStreamer", "RTSP, fetched", [MatrixMedia.H264Opus], (server, feed) => MatrixOrigin.StartAsync(
            async origin => await MatrixOrigin.FetchAsync(server, feed, (await origin.WithAsync(GStreamerCamera.StartAsync(feed.Media.Clip))).Url))),
        new("nginx-rtmp", "RTMP, fetched", [MatrixMedia.H264Aac, MatrixMedia.H264Mp3], MatrixRelays.NginxAsync),
        new("Headrace over nginx-rtmp", "RTMP, fetched", [MatrixMedia.H264Aac], MatrixRelays.ForwardedToNginxAsync),
        new("node-media-server", "RTMP, fetched", [MatrixMedia.H265Aac, MatrixMedia.H264Opus], MatrixRelays.NodeAsync),
        new("node-media-server", "FLV over HTTP, fetched", [MatrixMedia.H264Aac], MatrixRelays.NodeOverHttpAsync),
        new("Headrace over node-media-server", "RTMP, fetched", [MatrixMedia.H265Aac], MatrixRelays.ForwardedToNodeAsync),
        new("Headrace", "a file", [MatrixMedia.H264Opus, MatrixMedia.Av1], static (_, _) => Task.FromResult<IAsyncDisposable?>(null))
        {
            Arguments = static feed => [$"--streams:{feed.Stream}:source", "file:" + feed.File],
        },
    ];

    private static Task<IAsyncDisposable?> Started(ClientProcess process) => Task.FromResult<IAsyncDisposable?>(process);

    private static ClientProcess Send(MatrixFeed feed, string format, string scheme, string query)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start("ffmpeg", [.. Quiet, "-i", feed.File, "-c", "copy", "-f", format, At(scheme, feed) + query]);
    }

    private static ClientProcess Copy(MatrixFeed feed, string format, string url)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start("ffmpeg", [.. Quiet, "-i", feed.File, "-c", "copy", "-f", format, url]);
    }

    private static async Task<ClientProcess> PublishRtmpAsync(MatrixFeed feed, string url)
    {
        await Skip.UnlessGStreamerHasAsync("rtmp2sink", "flvmux");
        string[] video = ["d.video_0", "!", "queue", "!", "h264parse", "!", "identity", "sync=true", "!", "m."];
        string[] audio = ["d.audio_0", "!", "queue", "!", "aacparse", "!", "identity", "sync=true", "!", "m."];
        return ClientProcess.Start("gst-launch-1.0", ["-e", "filesrc", $"location={feed.File}", "!", "qtdemux", "name=d", "flvmux", "name=m", "streamable=true", "!", "rtmp2sink", $"location={url}", .. video, .. audio]);
    }

    private static string At(string scheme, MatrixFeed feed) => string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{feed.Port}");
}
