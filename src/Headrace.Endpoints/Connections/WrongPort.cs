using Headrace.Protocols.Rtmp;
using Headrace.Protocols.Rtsp;

namespace Headrace.Endpoints.Connections;

/// <summary>What an operator can do about a peer that speaks another protocol than its port is for: empty, or a clause that begins with a semicolon.</summary>
internal static class WrongPort
{
    private const string Others = "; each protocol has a port of its own: rtsp.listen, rtmp.listen, http.listen";

    public static string AdviceOn(RtspFault fault) => fault switch
    {
        RtspFault.HttpOnRtspPort => "; pages, HLS and the API have the port of http.listen",
        RtspFault.TlsOnPlainPort => ", which has the port of rtsp.tlsListen",
        RtspFault.NotRtsp => Others,
        _ => "",
    };

    public static string AdviceOn(RtmpFault fault) => fault switch
    {
        RtmpFault.HttpOnRtmpPort => "; pages, HLS and the API have the port of http.listen",
        RtmpFault.TlsOnPlainPort => ", which has the port of rtmp.tlsListen",
        RtmpFault.NotRtmp => Others,
        _ => "",
    };
}
