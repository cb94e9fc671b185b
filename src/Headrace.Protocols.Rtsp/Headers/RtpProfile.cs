namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>The RTP profile of a transport.</summary>
public enum RtpProfile : byte
{
    /// <summary>RTP/AVP (RFC 3551).</summary>
    Avp,

    /// <summary>RTP/AVPF (RFC 4585).</summary>
    Avpf,

    /// <summary>RTP/SAVP (RFC 3711).</summary>
    Savp,

    /// <summary>RTP/SAVPF (RFC 5124).</summary>
    Savpf,
}
