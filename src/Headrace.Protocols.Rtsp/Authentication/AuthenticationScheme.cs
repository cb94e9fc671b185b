namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>How a user proves who he is.</summary>
public enum AuthenticationScheme : byte
{
    /// <summary>Name and password in Base64 (RFC 7617).</summary>
    Basic,

    /// <summary>A hash over name, password and the server's nonce (RFC 7616, RFC 2617, RFC 2069).</summary>
    Digest,
}
