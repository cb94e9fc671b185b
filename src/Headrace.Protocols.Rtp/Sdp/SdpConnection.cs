namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>A <c>c=</c> line (RFC 8866, 5.7).</summary>
/// <param name="AddressType"><c>IP4</c> or <c>IP6</c>.</param>
/// <param name="Address">The address without TTL and count.</param>
/// <param name="Suffix">TTL and count of a multicast address (<c>127</c>, <c>127/3</c>), or null.</param>
public sealed record SdpConnection(string AddressType, string Address, string? Suffix = null)
{
    /// <summary>The unspecified IPv4 address: what a description over RTSP carries.</summary>
    public static SdpConnection Unspecified { get; } = new("IP4", "0.0.0.0");

    /// <inheritdoc/>
    public override string ToString() => Suffix is null ? $"IN {AddressType} {Address}" : $"IN {AddressType} {Address}/{Suffix}";
}
