namespace Headrace.Protocols.Rtsp.Client;

/// <summary>What whoever wrote the URL of a server can do about what it answers. Empty, or a clause that begins with a semicolon.</summary>
internal static class RtspAdvice
{
    public static string On(RtspStatus status) => status switch
    {
        RtspStatus.NotFound => "; look at the path in the URL",
        RtspStatus.Forbidden => "; the user of the URL is not allowed to",
        RtspStatus.NotEnoughBandwidth or RtspStatus.ServiceUnavailable => "; it has as much to do as it can bear",
        _ => "",
    };

    public static string On(RtspFault fault) => fault switch
    {
        RtspFault.NotRtsp or RtspFault.HttpOnRtspPort => "; look at the port in the URL, which is 554 most often",
        RtspFault.TlsOnPlainPort => "; write rtsps",
        _ => "",
    };
}
