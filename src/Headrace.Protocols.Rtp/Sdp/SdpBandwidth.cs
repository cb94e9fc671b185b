namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>A <c>b=</c> line (RFC 8866, 5.8).</summary>
/// <param name="Type"><c>AS</c>, <c>TIAS</c> …</param>
/// <param name="Value">In kbit/s for <c>AS</c> and <c>CT</c>, in bit/s for <c>TIAS</c>.</param>
public readonly record struct SdpBandwidth(string Type, long Value);
