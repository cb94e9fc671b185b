using System.Buffers;
using System.Globalization;

namespace Headrace.Protocols.Rtsp;

/// <summary>What a request and a response have in common. The body is the message's own copy.</summary>
public abstract class RtspMessage
{
    /// <summary>The version that is written: RFC 2326.</summary>
    public const string Version1 = "RTSP/1.0";

    private protected RtspMessage()
    {
    }

    /// <summary>The headers. <c>Content-Length</c> is written from <see cref="Body"/>, whatever stands here.</summary>
    public RtspHeaders Headers { get; } = new();

    /// <summary>The body; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The version as it was received.</summary>
    public string Version { get; init; } = Version1;

    /// <summary>The sequence number (RFC 2326, 12.17), or null where it is missing or not a number.</summary>
    public uint? CSeq =>
        uint.TryParse(Headers.Get(RtspHeaderNames.CSeq), NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : null;

    /// <summary>Writes the message as it goes over the wire.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        WriteStartLine(output);
        foreach (RtspHeader header in Headers)
        {
            if (header.Name.Equals(RtspHeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)) continue;
            WriteHeader(output, header.Name, header.Value);
        }

        if (!Body.IsEmpty) WriteHeader(output, RtspHeaderNames.ContentLength, Body.Length.ToString(CultureInfo.InvariantCulture));
        output.Write("\r\n"u8);
        output.Write(Body.Span);
    }

    private protected abstract void WriteStartLine(IBufferWriter<byte> output);

    private static void WriteHeader(IBufferWriter<byte> output, string name, string value)
    {
        RtspText.Write(output, name);
        output.Write(": "u8);
        RtspText.Write(output, value);
        output.Write("\r\n"u8);
    }
}
