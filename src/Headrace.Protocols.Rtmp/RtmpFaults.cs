namespace Headrace.Protocols.Rtmp;

/// <summary>What a fault is called in logs.</summary>
public static class RtmpFaults
{
    /// <summary>One clause for an operator.</summary>
    public static string ToText(this RtmpFault fault) => fault switch
    {
        RtmpFault.NotRtmp => "the peer does not speak RTMP",
        RtmpFault.TlsOnPlainPort => "the peer speaks TLS on the port without TLS: it wants rtmps",
        RtmpFault.HttpOnRtmpPort => "the peer speaks HTTP on the RTMP port",
        RtmpFault.Encrypted => "the peer wants RTMPE, which is not served; rtmps is",
        RtmpFault.NoHeader => "a chunk goes on with a message that did not begin: the framing is lost",
        RtmpFault.TooManyChunkStreams => $"the peer uses more than {RtmpLimits.MaxChunkStreams} chunk streams",
        RtmpFault.MessageTooLong => "a message is longer than it may be",
        RtmpFault.TooManyOpenMessages => "messages that do not end hold too many bytes",
        RtmpFault.BadChunkSize => "the peer sets a chunk size that cannot be",
        RtmpFault.BadCommand => "a command cannot be read",
        RtmpFault.OutOfOrder => "a command came that has no place there",
        _ => "none",
    };
}
