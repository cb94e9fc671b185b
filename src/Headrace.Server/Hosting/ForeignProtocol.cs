using System.Buffers;

namespace Headrace.Server.Hosting;

/// <summary>What else than HTTP a client speaks, by the first bytes that it sends: for who mixed up two ports.</summary>
internal static class ForeignProtocol
{
    /// <summary>Most bytes of a request line that are looked at.</summary>
    private const int MaxLine = 512;

    private const byte RtmpVersion = 3;
    private const byte TlsHandshake = 22;

    /// <summary>The protocol, and the keys that say which ports it has; null for what may be HTTP.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="isTls">Whether TLS is what is spoken on this port.</param>
    internal static (string Name, string Keys)? Recognize(in ReadOnlySequence<byte> start, bool isTls)
    {
        ReadOnlySpan<byte> first = start.FirstSpan;
        if (first.Length < 2) return null;
        if (!isTls && first is [TlsHandshake, 3, ..]) return ("TLS", "http.tls.listen");
        if (first[0] == RtmpVersion) return ("RTMP", "rtmp.listen");
        int end = first.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = first[..Math.Min(end < 0 ? first.Length : end, MaxLine)];
        return line.IndexOf(" RTSP/1.0"u8) > 0 ? ("RTSP", "rtsp.listen") : null;
    }
}
