using Headrace.Protocols.Rtsp.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp.Pull;

internal static partial class RtspSourceLog
{
    [LoggerMessage(EventId = 3051, Level = LogLevel.Information, Message = "{Stream}: {Source} sends {Tracks}")]
    public static partial void Sends(ILogger logger, string stream, RtspLocation source, string tracks);

    [LoggerMessage(EventId = 3053, Level = LogLevel.Information, Message = "{Stream}: {Source} does not come over UDP ({Fault}); it is asked for over TCP. rtspTransport: tcp spares that wait; else let UDP through the firewall")]
    public static partial void TakesTcp(ILogger logger, string stream, RtspLocation source, string fault);

    [LoggerMessage(EventId = 3054, Level = LogLevel.Error, Message = "{Stream}: pulling {Source} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string stream, RtspLocation source);

    [LoggerMessage(EventId = 3052, Level = LogLevel.Information, Message = "{Stream}: {Source} redirects to {Target}")]
    public static partial void Redirected(ILogger logger, string stream, RtspLocation source, RtspLocation target);
}
