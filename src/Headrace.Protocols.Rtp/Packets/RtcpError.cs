namespace Headrace.Protocols.Rtp.Packets;

/// <summary>Why bytes are not, or no longer, RTCP packets.</summary>
public enum RtcpError
{
    /// <summary>They are.</summary>
    None,

    /// <summary>Fewer bytes than a header.</summary>
    TooShort,

    /// <summary>The version is not 2.</summary>
    UnsupportedVersion,

    /// <summary>The type is not one of RTCP's (192 to 223, RFC 5761).</summary>
    NotRtcp,

    /// <summary>The packet goes past the end.</summary>
    Truncated,

    /// <summary>The padding is zero, not a multiple of four, or longer than the packet.</summary>
    InvalidPadding,
}
