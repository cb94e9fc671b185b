using System.Net;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp;

internal static partial class RawRtpLog
{
    [LoggerMessage(EventId = 3301, Level = LogLevel.Information, Message = "RTP without signalling is received on {Rtp}, its RTCP on port {Rtcp} (receive buffer {Buffer} bytes)")]
    public static partial void Listening(ILogger logger, EndPoint rtp, int rtcp, int buffer);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} sends {Tracks} over RTP")]
    public static partial void Publishing(ILogger logger, string? stream, EndPoint remote, string tracks);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} left ({Reason})")]
    public static partial void Left(ILogger logger, string? stream, EndPoint remote, SessionEndReason? reason);

    [LoggerMessage(EventId = 3304, Level = LogLevel.Warning, Message = "{Stream}: {From} may not publish by the rules of auth.users, and RTP has no credentials to show ({Others} others since the last such line)")]
    public static partial void AccessDenied(ILogger logger, string stream, UdpAddress from, int others);

    [LoggerMessage(EventId = 3305, Level = LogLevel.Warning, Message = "{Stream}: what {From} sends over RTP is refused ({Refusal}: {Advice}); it is tried again while it sends ({Others} others since the last such line)")]
    public static partial void Refused(ILogger logger, string? stream, UdpAddress from, PublishRefusal refusal, string advice, int others);

    [LoggerMessage(EventId = 3306, Level = LogLevel.Warning, Message = "{From}, source {Ssrc}, payload type {PayloadType}: what it sends is not recognised{Likeliest}; describe it with sdp in rtp.streams ({Others} others since the last such line)")]
    public static partial void Unrecognised(ILogger logger, UdpAddress from, uint ssrc, byte payloadType, string likeliest, int others);

    [LoggerMessage(EventId = 3307, Level = LogLevel.Information, Message = "{Stream}: {From} goes on as source {Ssrc}")]
    public static partial void GoesOn(ILogger logger, string? stream, UdpAddress from, uint ssrc);

    [LoggerMessage(EventId = 3308, Level = LogLevel.Warning, Message = "{Occurrences} datagrams on the port for RTP could not be read as what is received there; they were dropped")]
    public static partial void Unreadable(ILogger logger, long occurrences);

    [LoggerMessage(EventId = 3309, Level = LogLevel.Warning, Message = "{Stream}: {From}, source {Ssrc}, sends payload type {PayloadType}, which its sdp in rtp.streams does not name; it is left out ({Others} others since the last such line)")]
    public static partial void NotDescribed(ILogger logger, string stream, UdpAddress from, uint ssrc, byte payloadType, int others);

    [LoggerMessage(EventId = 3310, Level = LogLevel.Error, Message = "{Stream}: ended after a fault of the server")]
    public static partial void Failed(ILogger logger, Exception exception, string? stream);

    [LoggerMessage(EventId = 3311, Level = LogLevel.Warning, Message = "{Stream}: what {From} sends is taken no more: {Fault} ({Others} others since the last such line)")]
    public static partial void Faulty(ILogger logger, string? stream, UdpAddress from, string fault, int others);
}
