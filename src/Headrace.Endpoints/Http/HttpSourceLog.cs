using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Http;

internal static partial class HttpSourceLog
{
    [LoggerMessage(EventId = 4711, Level = LogLevel.Information, Message = "{Stream}: {Source} answers with {Container}, {Kind}")]
    public static partial void Answers(ILogger logger, string stream, HttpLocation source, string container, string kind);
}
