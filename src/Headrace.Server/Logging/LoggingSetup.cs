using Headrace.Server.Configuration.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Headrace.Server.Logging;

/// <summary>Sets up logging as section <c>log</c> wants it.</summary>
internal static class LoggingSetup
{
    /// <summary>Lines that wait for a console that does not take them; when full, new ones are dropped and counted rather than anybody made to wait.</summary>
    private const int MaxQueuedLines = 2_500;

    private static readonly string[] Frameworks = ["Microsoft", "System"];

    /// <summary>Logs to standard error in our form. The frameworks below us speak from warnings on, unless <c>log.levels</c> names them.</summary>
    internal static ILoggingBuilder AddHeadrace(this ILoggingBuilder logging, LogOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.Level);
        foreach (string framework in Frameworks) logging.AddFilter(framework, options.Level > LogLevel.Warning ? options.Level : LogLevel.Warning);
        foreach ((string name, LogLevel level) in options.Levels)
        {
            foreach (string category in LogArea.CategoriesOf(name)) logging.AddFilter(category, level);
        }

        logging.Services.AddSingleton<ConsoleFormatter>(services => new HeadraceFormatter(options.Format, services.GetService<TimeProvider>() ?? TimeProvider.System));
        return logging.AddConsole(console =>
        {
            console.FormatterName = HeadraceFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.MaxQueueLength = MaxQueuedLines;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    }
}
