namespace Headrace.Protocols.Rtp.Packets;

/// <summary>Why bytes are not an RTP packet.</summary>
public enum RtpPacketError
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Shorter than the fixed header.</summary>
    TooShort,

    /// <summary>The version is not 2.</summary>
    UnsupportedVersion,

    /// <summary>The list of contributing sources goes past the end.</summary>
    TruncatedCsrcs,

    /// <summary>The header extension goes past the end.</summary>
    TruncatedExtension,

    /// <summary>The padding is zero or longer than what follows the header.</summary>
    InvalidPadding,
}
