using System.Net;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp;

internal static partial class RtmpLog
{
    [LoggerMessage(EventId = 3502, Level = LogLevel.Information, Message = "{Stream}: {Remote} publishes ({UserAgent})")]
    public static partial void Publishing(ILogger logger, string? stream, EndPoint remote, string userAgent);

    [LoggerMessage(EventId = 3509, Level = LogLevel.Information, Message = "{Remote} may not play {Stream}: {Detail}")]
    public static partial void PlayRefused(ILogger logger, EndPoint remote, string stream, string detail);

    [LoggerMessage(EventId = 3510, Level = LogLevel.Warning, Message = "{Remote} may not publish {Stream}: {Detail}")]
    public static partial void PublishRefused(ILogger logger, EndPoint remote, string stream, string detail);

    [LoggerMessage(EventId = 3512, Level = LogLevel.Warning, Message = "{Stream}: publisher {Remote} has sent nothing that can be used for {Seconds} s and is let go: {Detail}")]
    public static partial void NoMedia(ILogger logger, string? stream, EndPoint remote, double seconds, string detail);

    [LoggerMessage(EventId = 3513, Level = LogLevel.Warning, Message = "{Stream}: publisher {Remote} is let go: {Detail}")]
    public static partial void NotUsable(ILogger logger, string? stream, EndPoint remote, string detail);

    [LoggerMessage(EventId = 3516, Level = LogLevel.Information, Message = "{Stream}: RTMP leaves out track {Track} for {Remote}: {Reason}")]
    public static partial void TrackLeftOut(ILogger logger, string stream, EndPoint remote, int track, string reason);
}
