using System.Buffers;
using System.Globalization;

namespace Headrace.Protocols.Rtsp;

/// <summary>A response (RFC 2326, 7).</summary>
public sealed class RtspResponse : RtspMessage
{
    /// <summary>A response with the standard reason phrase, or with one of its own.</summary>
    public RtspResponse(RtspStatus status, string? reason = null)
    {
        Status = status;
        Reason = reason is null ? status.ToReason() : RtspText.OnOneLine(reason);
    }

    /// <summary>The status: 100 to 999.</summary>
    public RtspStatus Status { get; }

    /// <summary>The reason phrase, for people.</summary>
    public string Reason { get; }

    /// <summary>Status and reason, for logs.</summary>
    public override string ToString() => $"{(int)Status} {Reason}";

    private protected override void WriteStartLine(IBufferWriter<byte> output)
    {
        output.Write("RTSP/1.0 "u8);
        RtspText.Write(output, ((int)Status).ToString(CultureInfo.InvariantCulture));
        output.Write(" "u8);
        RtspText.Write(output, Reason);
        output.Write("\r\n"u8);
    }
}
