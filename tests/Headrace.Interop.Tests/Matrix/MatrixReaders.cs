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
        new("ffmpeg", MatrixWay.RtspTcp, (url, feed, frames) => FfmpegAsync(url, feed, frames, "-rtsp_transport", "tcp")) { WhyNot = OldFfmpeg },
        new("ffmpeg", MatrixWay.RtspUdp, (url, feed, frames) => FfmpegAsync(url, feed, frames, "-rtsp_transport", "udp")) { WhyNot = OldFfmpeg },
        new("FFmpeg 8.1", MatrixWay.RtspTcp, Ffmpeg8Async),
        new("GStreamer", MatrixWay.RtspTcp, (url, feed, frames) => PicturesAsync(GStreamerPlayer.PlayRtspAsync(url, feed.Media.Clip.Height, frames))) { WhyNot = NoAv1 },
        new("mpv", MatrixWay.RtspTcp, MpvAsync) { WhyNot = OldFfmpeg },
        new("ffmpeg", MatrixWay.Srt, (url, feed, frames) => FfmpegAsync(url, feed, frames)) { WhyNot = NoAv1 },
        new("srt-live-transmit", MatrixWay.Srt, (url, _, frames) => PicturesAsync(SrtClients.PlayByLiveTransmitAsync(url, frames))) { WhyNot = NoAv1 },
        new("VLC", MatrixWay.Srt, VlcAsync) { WhyNot = NoAv1, MayLeaveOut = true },
        new("ffmpeg", MatrixWay.Rtmp, (url, feed, frames) => FfmpegAsync(url, feed, frames)) { WhyNot = Classic },
        new("FFmpeg 8.1", MatrixWay.Rtmp, Ffmpeg8Async) { WhyNot = NoVp8 },
        new("VLC", MatrixWay.Rtmp, VlcAsync) { WhyNot = Classic, MayLeaveOut = true },
        new("ffmpeg", MatrixWay.Hls, (url, feed, frames) => FfmpegAsync(url, feed, frames)),
        new("GStreamer", MatrixWay.Hls, (url, feed, frames) => PicturesAsync(GStreamerPlayer.PlayHlsAsync(url, feed.Media.Clip.Height, frames))) { WhyNot = NoAv1 },
        new("mpv", MatrixWay.Hls, MpvAsync),
        new("ffmpeg", MatrixWay.HlsTs, (url, feed, frames) => FfmpegAsync(url, feed, frames)),
        new("ffmpeg", MatrixWay.Dash, (url, feed, frames) => FfmpegAsync(url, feed, frames)),
        new("mpv", MatrixWay.Dash, MpvAsync),
        new("ffmpeg", MatrixWay.Flv, (url, feed, frames) => FfmpegAsync(url, feed, frames)) { WhyNot = Classic },
        new("FFmpeg 8.1", MatrixWay.Flv, Ffmpeg8Async) { WhyNot = NoVp8 },
        new("ffmpeg", MatrixWay.Ts, (url, feed, frames) => FfmpegAsync(url, feed, frames)) { WhyNot = NoAv1 },
        new("mpv", MatrixWay.Mp4, MpvAsync),
        new("hls.js", MatrixWay.Hls, async (url, _, frames) => Checked(await Browser.PlayHlsJsAsync(url, frames, isLowLatency: true), frames)) { IsBrowser = true, WhyNot = Chromium },
        new("Shaka Player", MatrixWay.Hls, async (url, _, frames) => Checked(await Browser.PlayShakaAsync(url, frames), frames)) { IsBrowser = true, WhyNot = Chromium },
        new("dash.js", MatrixWay.Dash, async (url, _, frames) => Checked(await Browser.PlayDashJsAsync(url, frames), frames)) { IsBrowser = true, WhyNot = Chromium },
    ];

    /// <summary>What is read as if it were sound where a browser says only that some was decoded.</summary>
    private const double Heard = MatrixRun.SoundSeconds;

    private static async Task<MatrixShown> FfmpegAsync(string url, MatrixFeed feed, int frames, params string[] options)
    {
        if (!feed.HasSound) return new MatrixShown(await BarcodeDecoder.ReadAsync(url, frames, options, Deadline, TestContext.Current.CancellationToken));
        (BarcodeReport pictures, double sound) = await BarcodeDecoder.ReadWithSoundAsync(url, frames, MatrixRun.SoundSeconds, options, Deadline, TestContext.Current.CancellationToken);
        return new MatrixShown(pictures, sound);
    }

    private static async Task<MatrixShown> Ffmpeg8Async(string url, MatrixFeed feed, int frames)
    {
        (BarcodeReport pictures, double sound) = await Ffmpeg8.PlayWithSoundAsync(url, frames);
        return new MatrixShown(pictures, feed.HasSound ? sound : null);
    }

    private static Task<MatrixShown> MpvAsync(string url, MatrixFeed feed, int frames) => PicturesAsync(MpvPlayer.PlayAsync(url, frames));

    private static Task<MatrixShown> VlcAsync(string url, MatrixFeed feed, int frames) => PicturesAsync(VlcPlayer.PlayAsync(url, feed.Media.Clip.Width, feed.Media.Clip.Height, frames));

    private static async Task<MatrixShown> PicturesAsync(Task<BarcodeReport> pictures) => new(await pictures);

    /// <summary>What a browser showed, judged by its own rules.</summary>
    private static MatrixShown Checked(PlaybackReport report, int frames)
    {
        if (report.Frames == 0) throw new InvalidOperationException($"It ended with 0: {report.ClientErrors.Concat(report.Errors).Concat(report.Warnings).Concat(report.Complaints).FirstOrDefault()}");
        report.AssertPlayed(frames);
        return new MatrixShown(new BarcodeReport([.. Enumerable.Range(0, report.Frames).Select(static number => (uint)number)]), report.DecodedAudioBytes > 0 ? Heard : 0);
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
        { Video: VideoCodec.Mjpeg or VideoCodec.Mpeg2 } => "browsers do not play it",
        { Audio: AudioCodec.Ac3 } => "Chromium does not decode AC-3",
        { Audio: AudioCodec.Mp3 } => "Chromium does not take MP3 from MP4",
        _ => null,
    };
}
