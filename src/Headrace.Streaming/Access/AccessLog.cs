using System.Net;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Access;

internal static partial class AccessLog
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "{Peer}: wrong credentials for {Action} of '{Stream}' as user '{User}' (and {Others} since the last such line)")]
    public static partial void WrongCredentials(ILogger logger, IPAddress peer, AccessAction action, string stream, string user, int others);
}
