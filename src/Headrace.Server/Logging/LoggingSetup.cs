using Headrace.Server.Configuration.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Headrace.Server.Logging;

/// <summary>Sets up logging as section <c>log</c> wants it.</summary>
internal static class LoggingSetup
{
    /// <summary>Lines that wait for a console that does not take them; when full, new ones are dropped and counted rather than anybody made to wait.</summary>
    private const int MaxQueuedLines = 2_500;

    /// <summary>Logs to standard error in our form, as <see cref="LogLevels"/> lets through.</summary>
    internal static ILoggingBuilder AddHeadrace(this ILoggingBuilder logging, LogOptions options)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton(_ => new LogLevels(options));
        logging.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(services => services.GetRequiredService<LogLevels>());
        logging.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(services => services.GetRequiredService<LogLevels>());
        logging.Services.AddSingleton<ConsoleFormatter>(services => new HeadraceFormatter(services.GetRequiredService<LogLevels>().CurrentFormat, services.GetService<TimeProvider>() ?? TimeProvider.System, SystemJournal.IsStandardError()));
        return logging.AddConsole(console =>
        {
            console.FormatterName = HeadraceFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.MaxQueueLength = MaxQueuedLines;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    }
}
