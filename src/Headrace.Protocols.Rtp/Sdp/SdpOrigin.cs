namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>The <c>o=</c> line (RFC 8866, 5.2).</summary>
/// <param name="User">User name; <c>-</c> for none.</param>
/// <param name="SessionId">Numeric identifier; text here, as many senders write it out of range.</param>
/// <param name="SessionVersion">Numeric version, which grows with each change.</param>
/// <param name="AddressType"><c>IP4</c> or <c>IP6</c>.</param>
/// <param name="Address">Address of the machine that made the session.</param>
public sealed record SdpOrigin(string User, string SessionId, string SessionVersion, string AddressType, string Address)
{
    /// <summary>What is written when nothing better is known.</summary>
    public static SdpOrigin Default { get; } = new("-", "0", "0", "IP4", "127.0.0.1");

    /// <inheritdoc/>
    public override string ToString() => $"{User} {SessionId} {SessionVersion} IN {AddressType} {Address}";
}
