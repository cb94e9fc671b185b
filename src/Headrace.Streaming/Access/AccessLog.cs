using System.Net;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Access;

internal static partial class AccessLog
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "{Peer}: wrong credentials for {Action} of '{Stream}' as user '{User}'; those that are right stand in auth.users (and {Others} since the last such line)")]
    public static partial void WrongCredentials(ILogger logger, IPAddress peer, AccessAction action, string stream, string user, int others);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "{Peer}: user '{User}' has no permission {Action} for '{Stream}'; auth.users gives them (and {Others} since the last such line)")]
    public static partial void Forbidden(ILogger logger, IPAddress peer, string user, AccessAction action, string stream, int others);
}
