using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Srt;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>All readers of the matrix.</summary>
internal static class MatrixReaders
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    /// <summary>In the order of the page.</summary>
    internal static IReadOnlyList<MatrixReader> All { get; } =
    [
        new("ffmpeg", "RTSP/TCP", "rtp", (server, feed, frames) => FfmpegAsync(server.Rtsp(feed.Stream), frames, "-rtsp_transport", "tcp")) { WhyNot = OldFfmpeg },
        new("ffmpeg", "RTSP/UDP", "rtp", (server, feed, frames) => FfmpegAsync(server.Rtsp(feed.Stream), frames, "-rtsp_transport", "udp")) { WhyNot = OldFfmpeg },
        new("FFmpeg 8.1", "RTSP/TCP", "rtp", (server, feed, frames) => Ffmpeg8.PlayAsync(server.Rtsp(feed.Stream), frames)),
        new("GStreamer", "RTSP/TCP", "rtp", (server, feed, frames) => GStreamerPlayer.PlayRtspAsync(server.Rtsp(feed.Stream), feed.Media.Clip.Height, frames)) { WhyNot = NoAv1 },
        new("mpv", "RTSP/TCP", "rtp", (server, feed, frames) => MpvPlayer.PlayAsync(server.Rtsp(feed.Stream), frames)) { WhyNot = OldFfmpeg },
        new("ffmpeg", "SRT", "mpegts", (server, feed, frames) => FfmpegAsync(server.Srt($"read:{feed.Stream}"), frames)) { WhyNot = NoAv1 },
        new("srt-live-transmit", "SRT", "mpegts", (server, feed, frames) => SrtClients.PlayByLiveTransmitAsync(server.Srt($"read:{feed.Stream}", "&latency=200"), frames)) { WhyNot = NoAv1 },
        new("VLC", "SRT", "mpegts", (server, feed, frames) => VlcPlayer.PlayAsync(server.Srt($"read:{feed.Stream}"), feed.Media.Clip.Width, feed.Media.Clip.Height, frames))
        {
            WhyNot = NoAv1,
            MayLeaveOut = true,
        },
        new("ffmpeg", "RTMP", "flv", (server, feed, frames) => FfmpegAsync(server.Rtmp(feed.Stream), frames)) { WhyNot = Classic },
        new("FFmpeg 8.1", "RTMP", "flv", (server, feed, frames) => Ffmpeg8.PlayAsync(server.Rtmp(feed.Stream), frames)) { WhyNot = NoVp8 },
        new("VLC", "RTMP", "flv", (server, feed, frames) => VlcPlayer.PlayAsync(server.Rtmp(feed.Stream), feed.Media.Clip.Width, feed.Media.Clip.Height, frames))
        {
            WhyNot = Classic,
            MayLeaveOut = true,
        },
        new("ffmpeg", "HLS", "mp4", (server, feed, frames) => FfmpegAsync(server.Hls(feed.Stream), frames)),
        new("GStreamer", "HLS", "mp4", (server, feed, frames) => GStreamerPlayer.PlayHlsAsync(server.Hls(feed.Stream), feed.Media.Clip.Height, frames)) { WhyNot = NoAv1 },
        new("mpv", "HLS", "mp4", (server, feed, frames) => MpvPlayer.PlayAsync(server.Hls(feed.Stream), frames)),
        new("ffmpeg", "HLS with MPEG-TS", "mpegts", (server, feed, frames) => FfmpegAsync(server.HlsTransport(feed.Stream), frames)) { WhyNot = NoAv1 },
        new("ffmpeg", "DASH", "mp4", (server, feed, frames) => FfmpegAsync(server.Dash(feed.Stream), frames)),
        new("mpv", "DASH", "mp4", (server, feed, frames) => MpvPlayer.PlayAsync(server.Dash(feed.Stream), frames)),
        new("ffmpeg", "FLV over HTTP", "flv", (server, feed, frames) => FfmpegAsync(server.Page(feed.Stream + ".flv"), frames)) { WhyNot = Classic },
        new("FFmpeg 8.1", "FLV over HTTP", "flv", (server, feed, frames) => Ffmpeg8.PlayAsync(server.Page(feed.Stream + ".flv"), frames)) { WhyNot = NoVp8 },
        new("ffmpeg", "MPEG-TS over HTTP", "mpegts", (server, feed, frames) => FfmpegAsync(server.Page(feed.Stream + ".ts"), frames)) { WhyNot = NoAv1 },
        new("mpv", "MP4 over HTTP", "mp4", (server, feed, frames) => MpvPlayer.PlayAsync(server.Page(feed.Stream + ".mp4"), frames)),
        new("hls.js", "HLS", "mp4", async (server, feed, frames) => Checked(await Browser.PlayHlsJsAsync(server.Hls(feed.Stream), frames, isLowLatency: true), frames)) { IsBrowser = true, WhyNot = Chromium },
        new("Shaka Player", "HLS", "mp4", async (server, feed, frames) => Checked(await Browser.PlayShakaAsync(server.Hls(feed.Stream), frames), frames)) { IsBrowser = true, WhyNot = Chromium },
        new("dash.js", "DASH", "mp4", async (server, feed, frames) => Checked(await Browser.PlayDashJsAsync(server.Dash(feed.Stream), frames), frames)) { IsBrowser = true, WhyNot = Chromium },
    ];

    private static Task<BarcodeReport> FfmpegAsync(string url, int frames, params string[] options) =>
        BarcodeDecoder.ReadAsync(url, frames, options, Deadline, TestContext.Current.CancellationToken);

    /// <summary>What a browser showed, judged by its own rules.</summary>
    private static BarcodeReport Checked(PlaybackReport report, int frames)
    {
        report.AssertPlayed(frames);
        return new BarcodeReport([.. Enumerable.Range(0, report.Frames).Select(static number => (uint)number)]);
    }

    private static string? OldFfmpeg(MatrixMedia media) => media.Clip.Video == VideoCodec.Av1 ? "ffmpeg 5.1 does not read AV1 from RTP" : null;

    private static string? Classic(MatrixMedia media) =>
        media.Clip is { Video: VideoCodec.H264, Audio: AudioCodec.Aac or AudioCodec.Mp3 or AudioCodec.Pcmu or AudioCodec.None } ? null : "the program is older than enhanced RTMP";

    private static string? NoVp8(MatrixMedia media) => media.Clip.Video == VideoCodec.Vp8 ? "FFmpeg 8.1 does not read VP8 from FLV" : null;

    private static string? NoAv1(MatrixMedia media) => media.Clip.Video == VideoCodec.Av1 ? "the program does not read AV1 here" : null;

    private static string? Chromium(MatrixMedia media) => media.Clip switch
    {
        { Video: VideoCodec.Vp8 } => "Chromium does not take VP8 from MP4",
        { Video: VideoCodec.H265 } => "Chromium does not decode H.265 here",
        { Audio: AudioCodec.Ac3 } => "Chromium does not decode AC-3",
        { Audio: AudioCodec.Mp3 } => "Chromium does not take MP3 from MP4",
        _ => null,
    };
}
