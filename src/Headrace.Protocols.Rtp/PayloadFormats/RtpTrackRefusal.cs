namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>Why a medium gives no track.</summary>
public enum RtpTrackRefusal
{
    /// <summary>It gives one.</summary>
    None,

    /// <summary>Its transport is not RTP.</summary>
    NotRtp,

    /// <summary>It names no payload type, or only such as accompany others (retransmission, comfort noise).</summary>
    NoPayloadType,

    /// <summary>A dynamic payload type without an rtpmap.</summary>
    UnknownPayloadType,

    /// <summary>The parameters cannot be used.</summary>
    InvalidParameters,
}
