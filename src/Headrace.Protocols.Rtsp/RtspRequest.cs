using System.Buffers;

namespace Headrace.Protocols.Rtsp;

/// <summary>A request (RFC 2326, 6).</summary>
public sealed class RtspRequest : RtspMessage
{
    /// <summary>A request of a known method.</summary>
    public RtspRequest(RtspMethod method, string uri)
        : this(method.ToToken(), uri)
    {
    }

    /// <summary>A request of any method, by its token.</summary>
    public RtspRequest(string method, string uri)
    {
        MethodToken = method;
        Method = RtspMethodTokens.Parse(method);
        Uri = RtspText.OnOneLine(uri);
    }

    /// <summary>The method, <see cref="RtspMethod.Unknown"/> if it is none of ours.</summary>
    public RtspMethod Method { get; }

    /// <summary>The method as it was written.</summary>
    public string MethodToken { get; }

    /// <summary>The request URI as it was written: an absolute URL, a path, or <c>*</c>.</summary>
    public string Uri { get; }

    /// <summary>Method and URI without credentials and query, for logs.</summary>
    public override string ToString() => $"{MethodToken} {(RtspUrl.TryParse(Uri, out RtspUrl? url) ? url.WithoutQuery : "?")}";

    private protected override void WriteStartLine(IBufferWriter<byte> output)
    {
        RtspText.Write(output, MethodToken);
        output.Write(" "u8);
        RtspText.Write(output, Uri);
        output.Write(" RTSP/1.0\r\n"u8);
    }
}
