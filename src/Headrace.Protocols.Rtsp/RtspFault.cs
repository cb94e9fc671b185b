namespace Headrace.Protocols.Rtsp;

/// <summary>Why a parser gave up a connection. Nothing can be read from it after one of these.</summary>
public enum RtspFault : byte
{
    /// <summary>There was none.</summary>
    None,

    /// <summary>The first bytes are no RTSP message.</summary>
    NotRtsp,

    /// <summary>The first bytes are a TLS handshake: the peer wants the TLS port.</summary>
    TlsOnPlainPort,

    /// <summary>The first line is an HTTP request.</summary>
    HttpOnRtspPort,

    /// <summary>A line is longer than <see cref="RtspLimits.MaxLineBytes"/>.</summary>
    LineTooLong,

    /// <summary>More than <see cref="RtspLimits.MaxHeaders"/> headers or <see cref="RtspLimits.MaxHeaderBytes"/> bytes of them.</summary>
    TooManyHeaders,

    /// <summary>A Content-Length above <see cref="RtspLimits.MaxBodyBytes"/>.</summary>
    BodyTooLarge,

    /// <summary>The rest of a body did not come.</summary>
    BodyTooShort,

    /// <summary>No message or frame was found again within the bytes that may be skipped.</summary>
    LostFraming,
}
