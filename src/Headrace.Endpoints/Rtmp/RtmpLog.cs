using System.Net;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp;

internal static partial class RtmpLog
{
    [LoggerMessage(EventId = 3501, Level = LogLevel.Information, Message = "{Protocol} listens on {Address}")]
    public static partial void Listening(ILogger logger, string protocol, EndPoint address);

    [LoggerMessage(EventId = 3502, Level = LogLevel.Information, Message = "{Stream}: {Remote} publishes ({UserAgent})")]
    public static partial void Publishing(ILogger logger, string? stream, EndPoint remote, string userAgent);

    [LoggerMessage(EventId = 3503, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} left ({Reason})")]
    public static partial void PublisherLeft(ILogger logger, string? stream, EndPoint remote, SessionEndReason? reason);

    [LoggerMessage(EventId = 3504, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} plays ({UserAgent})")]
    public static partial void Playing(ILogger logger, string? stream, EndPoint remote, string userAgent);

    [LoggerMessage(EventId = 3505, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} left ({Reason}) after {Bytes} bytes and {Skips} skips")]
    public static partial void ViewerLeft(ILogger logger, string? stream, EndPoint remote, SessionEndReason? reason, long bytes, long skips);

    [LoggerMessage(EventId = 3506, Level = LogLevel.Debug, Message = "{Remote}: connection ended ({Reason})")]
    public static partial void ConnectionEnded(ILogger logger, EndPoint remote, SessionEndReason? reason);

    [LoggerMessage(EventId = 3507, Level = LogLevel.Warning, Message = "{Remote}: closed, {Fault}")]
    public static partial void Fault(ILogger logger, EndPoint remote, string fault);

    [LoggerMessage(EventId = 3508, Level = LogLevel.Error, Message = "{Remote}: closed after a fault of the server")]
    public static partial void Failed(ILogger logger, Exception exception, EndPoint remote);

    [LoggerMessage(EventId = 3509, Level = LogLevel.Information, Message = "{Remote} may not play {Stream}: {Detail}")]
    public static partial void PlayRefused(ILogger logger, EndPoint remote, string stream, string detail);

    [LoggerMessage(EventId = 3510, Level = LogLevel.Warning, Message = "{Remote} may not publish {Stream}: {Detail}")]
    public static partial void PublishRefused(ILogger logger, EndPoint remote, string stream, string detail);

    [LoggerMessage(EventId = 3511, Level = LogLevel.Warning, Message = "{Stream}: viewer {Remote} is {BehindMs} ms behind and goes on at the next key frame (skip {Skips}); his network or machine is too slow for this stream")]
    public static partial void ViewerBehind(ILogger logger, string stream, EndPoint remote, long behindMs, long skips);

    [LoggerMessage(EventId = 3512, Level = LogLevel.Warning, Message = "{Stream}: publisher {Remote} has sent nothing that can be used for {Seconds} s and is let go: {Detail}")]
    public static partial void NoMedia(ILogger logger, string? stream, EndPoint remote, double seconds, string detail);

    [LoggerMessage(EventId = 3513, Level = LogLevel.Warning, Message = "{Stream}: publisher {Remote} is let go: {Detail}")]
    public static partial void NotUsable(ILogger logger, string? stream, EndPoint remote, string detail);

    [LoggerMessage(EventId = 3514, Level = LogLevel.Information, Message = "{Count} RTMP connections were closed that neither published nor played in time")]
    public static partial void SilentClosed(ILogger logger, int count);

    [LoggerMessage(EventId = 3515, Level = LogLevel.Error, Message = "RTMP connections wait that cannot be taken: the process may open no more files or sockets ({Tries} tries since the last time this was said); raise its limit (ulimit -n, or LimitNOFILE= of the service)")]
    public static partial void AcceptFailed(ILogger logger, long tries);

    [LoggerMessage(EventId = 3516, Level = LogLevel.Information, Message = "{Stream}: RTMP leaves out track {Track} for {Remote}: {Reason}")]
    public static partial void TrackLeftOut(ILogger logger, string stream, EndPoint remote, int track, string reason);
}
