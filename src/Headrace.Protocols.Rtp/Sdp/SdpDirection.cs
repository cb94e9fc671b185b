namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>Who sends, seen from who wrote the description (RFC 8866, 6.7).</summary>
public enum SdpDirection
{
    /// <summary>Both; the default.</summary>
    SendReceive,

    /// <summary>The writer only.</summary>
    SendOnly,

    /// <summary>The reader only.</summary>
    ReceiveOnly,

    /// <summary>Nobody.</summary>
    Inactive,
}
