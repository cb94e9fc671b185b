namespace Headrace.Protocols.Rtsp;

/// <summary>What a fault is called in logs, and how a server answers it.</summary>
public static class RtspFaults
{
    /// <summary>One sentence for an operator.</summary>
    public static string ToText(this RtspFault fault) => fault switch
    {
        RtspFault.NotRtsp => "the peer does not speak RTSP",
        RtspFault.TlsOnPlainPort => "the peer speaks TLS on the port without TLS: it wants rtsps",
        RtspFault.HttpOnRtspPort => "the peer speaks HTTP on the RTSP port",
        RtspFault.LineTooLong => $"a line is longer than {RtspLimits.MaxLineBytes} bytes",
        RtspFault.TooManyHeaders => $"a message has more than {RtspLimits.MaxHeaders} headers or {RtspLimits.MaxHeaderBytes} bytes of them",
        RtspFault.BodyTooLarge => $"a body is larger than {RtspLimits.MaxBodyBytes} bytes",
        RtspFault.BodyTooShort => "a body is shorter than its Content-Length",
        RtspFault.LostFraming => "the framing was lost and not found again",
        _ => "none",
    };

    /// <summary>The status that a server answers with before it closes.</summary>
    public static RtspStatus ToStatus(this RtspFault fault) => fault switch
    {
        RtspFault.BodyTooLarge => RtspStatus.MessageBodyTooLarge,
        RtspFault.LineTooLong => RtspStatus.UriTooLong,
        _ => RtspStatus.BadRequest,
    };
}
