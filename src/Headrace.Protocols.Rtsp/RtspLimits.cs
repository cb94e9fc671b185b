namespace Headrace.Protocols.Rtsp;

/// <summary>What one connection may cost. Beyond a limit the parser yields a fault, or the session an error response.</summary>
internal static class RtspLimits
{
    /// <summary>Bytes of one line, request lines and header lines alike. Tokens in query strings can be long.</summary>
    public const int MaxLineBytes = 8 * 1024;

    /// <summary>Header lines of one message, folded ones counted.</summary>
    public const int MaxHeaders = 64;

    /// <summary>Bytes of all header lines of one message.</summary>
    public const int MaxHeaderBytes = 32 * 1024;

    /// <summary>Bytes of a body: an SDP with many tracks has some thousands.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Bytes that may be skipped after the last good element to find the framing again, on a connection that carries media.</summary>
    public const int MaxSkippedMediaBytes = 1024 * 1024;

    /// <summary>
    /// Bytes that may be skipped after the last good message on a connection without media: the rest of a body whose Content-Length is
    /// too small.
    /// </summary>
    public const int MaxSkippedTextBytes = 4 * 1024;

    /// <summary>
    /// The greatest length of a frame that is believed by itself before any was seen; later, twice the greatest one seen. A longer frame
    /// is checked by what follows it.
    /// </summary>
    public const int InitialPlausibleFrameBytes = 2048;

    /// <summary>While the framing is lost, the least length that is believed: an empty receiver report.</summary>
    public const int MinPlausibleFrameBytes = 8;

    /// <summary>What a driver's receive buffer must be able to hold: the largest frame or body, and the look-ahead behind it.</summary>
    public const int ReceiveBufferBytes = 68 * 1024;

    /// <summary>Alternatives of one Transport header that are looked at.</summary>
    public const int MaxTransportAlternatives = 16;

    /// <summary>Entries of one RTP-Info header.</summary>
    public const int MaxRtpInfoEntries = 64;

    /// <summary>Tracks of one session.</summary>
    public const int MaxTracks = 32;

    /// <summary>Requests that wait while the application decides about an earlier one. One more ends the connection.</summary>
    public const int MaxPipelinedRequests = 8;
}
