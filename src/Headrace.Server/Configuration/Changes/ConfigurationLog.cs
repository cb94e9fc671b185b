using Microsoft.Extensions.Logging;

namespace Headrace.Server.Configuration.Changes;

/// <summary>What is said about a configuration that changes.</summary>
internal static partial class ConfigurationLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Configuration changed ({Reason}): {Count} keys")]
    internal static partial void Changed(ILogger logger, string reason, int count);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Information, Message = "Configuration: {Change}")]
    internal static partial void KeyChanged(ILogger logger, KeyChange change);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Error, Message = "Configuration not taken ({Reason}): {Count} errors; what held before goes on to hold")]
    internal static partial void NotReloaded(ILogger logger, string reason, int count);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "Configuration: {Error}")]
    internal static partial void Error(ILogger logger, string error);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Error, Message = "Configuration: reading it again failed ({Reason})")]
    internal static partial void Failed(ILogger logger, string reason, Exception exception);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Warning, Message = "Configuration: {Warning}")]
    internal static partial void Warning(ILogger logger, string warning);
}
