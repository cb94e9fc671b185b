using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp.Sources;

internal static partial class UdpSourceLog
{
    [LoggerMessage(EventId = 3321, Level = LogLevel.Information, Message = "{Stream}: {Source} is listened to (receive buffer {Buffer} bytes)")]
    public static partial void Listens(ILogger logger, string stream, UdpLocation source, int buffer);

    [LoggerMessage(EventId = 3322, Level = LogLevel.Warning, Message = "{Stream}: {Source}: {Fault}; it is waited for")]
    public static partial void Waits(ILogger logger, string stream, UdpLocation source, string fault);
}
