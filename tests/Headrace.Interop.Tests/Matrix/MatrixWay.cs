using Headrace.Interop.Tests.Server;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>A way out of the server.</summary>
/// <param name="Name">What the page calls it: <c>HLS</c>.</param>
/// <param name="Forms">The form of the output, as the API names it in <c>notCarried</c>; behind it the wider ones, which the API names where they leave a track out already.</param>
/// <param name="Url">Where a stream is read.</param>
internal sealed record MatrixWay(string Name, IReadOnlyList<string> Forms, Func<HeadraceProcess, string, string> Url)
{
    internal static readonly MatrixWay RtspTcp = new("RTSP/TCP", ["rtp"], static (server, stream) => server.Rtsp(stream));
    internal static readonly MatrixWay RtspUdp = new("RTSP/UDP", ["rtp"], static (server, stream) => server.Rtsp(stream));
    internal static readonly MatrixWay Srt = new("SRT", ["mpegts"], static (server, stream) => server.Srt($"read:{stream}", "&latency=200"));
    internal static readonly MatrixWay Rtmp = new("RTMP", ["flv"], static (server, stream) => server.Rtmp(stream));
    internal static readonly MatrixWay Hls = new("HLS", ["mp4"], static (server, stream) => server.Hls(stream));
    internal static readonly MatrixWay HlsTs = new("HLS with MPEG-TS", ["hls-mpegts", "mpegts"], static (server, stream) => server.HlsTransport(stream));
    internal static readonly MatrixWay Dash = new("DASH", ["mp4"], static (server, stream) => server.Dash(stream));
    internal static readonly MatrixWay Flv = new("FLV over HTTP", ["flv"], static (server, stream) => server.Page(stream + ".flv"));
    internal static readonly MatrixWay Ts = new("MPEG-TS over HTTP", ["mpegts"], static (server, stream) => server.Page(stream + ".ts"));
    internal static readonly MatrixWay Mp4 = new("MP4 over HTTP", ["mp4"], static (server, stream) => server.Page(stream + ".mp4"));
}
