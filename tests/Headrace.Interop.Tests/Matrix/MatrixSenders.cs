using System.Globalization;
using Headrace.Interop.Tests.Publishers;
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
        new("ffmpeg", "RTSP/UDP", [MatrixMedia.H264Aac], (server, feed) => Started(FfmpegPublisher.StartRtsp(feed.File, server.Rtsp(feed.Stream), "udp"))),
        new("GStreamer", "RTSP/TCP", [MatrixMedia.H264Aac, MatrixMedia.H265Aac],
            async (server, feed) => await GStreamerPublisher.StartRtspAsync(feed.Media.Clip, server.Rtsp(feed.Stream))),
        new("ffmpeg", "SRT", [MatrixMedia.H264Aac, MatrixMedia.H264Mp3, MatrixMedia.H264Ac3, MatrixMedia.H265Aac],
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
    ];

    private static Task<ClientProcess?> Started(ClientProcess process) => Task.FromResult<ClientProcess?>(process);

    private static ClientProcess Send(MatrixFeed feed, string format, string scheme, string query)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start("ffmpeg", [.. Quiet, "-i", feed.File, "-c", "copy", "-f", format, At(scheme, feed) + query]);
    }

    private static string At(string scheme, MatrixFeed feed) => string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{feed.Port}");
}
