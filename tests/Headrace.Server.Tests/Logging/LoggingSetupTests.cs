using System.Collections.Immutable;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Headrace.Server.Tests.Logging;

public sealed class LoggingSetupTests
{
    [Theory]
    [InlineData("Headrace.Rtsp", "Debug")]
    [InlineData("Headrace.Endpoints.Rtsp.RtspSession", "Debug")]
    [InlineData("Headrace.Protocols.Rtsp", "Debug")]
    [InlineData("Headrace.Hls", "Information")]
    [InlineData("Microsoft.AspNetCore.Routing", "Warning")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", "Trace")]
    public void LevelsOfCategoriesGoBeforeTheCommonOne(string category, string least)
    {
        LogOptions options = new()
        {
            Levels = ImmutableSortedDictionary<string, LogLevel>.Empty.Add("Headrace.Rtsp", LogLevel.Debug).Add("Microsoft.AspNetCore.Server", LogLevel.Trace),
        };
        Assert.Equal(least, LeastOf(options, category).ToString());
    }

    [Fact]
    public void LevelOfAllHoldsForFrameworksFromWarningsOn()
    {
        Assert.Equal(LogLevel.Error, LeastOf(new LogOptions { Level = LogLevel.Error }, "Microsoft.X"));
        Assert.Equal(LogLevel.Warning, LeastOf(new LogOptions { Level = LogLevel.Trace }, "Microsoft.X"));
        Assert.Equal(LogLevel.Trace, LeastOf(new LogOptions { Level = LogLevel.Trace }, "Headrace.X"));
    }

    [Fact]
    public void LevelsCanChangeWhileLoggersAreThere()
    {
        using ServiceProvider services = new ServiceCollection().AddLogging(logging => logging.AddHeadrace(new LogOptions())).BuildServiceProvider();
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Headrace.Rtsp");
        Assert.False(logger.IsEnabled(LogLevel.Debug));
        services.GetRequiredService<LogLevels>().Update(new LogOptions { Level = LogLevel.Debug });
        Assert.True(logger.IsEnabled(LogLevel.Debug));
        services.GetRequiredService<LogLevels>().Update(new LogOptions { Levels = ImmutableSortedDictionary<string, LogLevel>.Empty.Add("Headrace.Rtsp", LogLevel.Error) });
        Assert.False(logger.IsEnabled(LogLevel.Warning));
    }

    [Fact]
    public void FormCanChangeWhileLoggersAreThere()
    {
        using ServiceProvider services = new ServiceCollection().AddLogging(logging => logging.AddHeadrace(new LogOptions())).BuildServiceProvider();
        ConsoleFormatter formatter = Assert.Single(services.GetServices<ConsoleFormatter>(), one => one.Name == HeadraceFormatter.FormatterName);
        Assert.DoesNotContain('{', Line());
        services.GetRequiredService<LogLevels>().Update(new LogOptions { Format = LogFormat.Json });
        Assert.StartsWith("{", Line(), StringComparison.Ordinal);

        string Line()
        {
            using StringWriter line = new();
            formatter.Write(new LogEntry<string>(LogLevel.Information, "Headrace.Rtsp", default, "said", null, (said, _) => said), null, line);
            return line.ToString();
        }
    }

    private static LogLevel LeastOf(LogOptions options, string category)
    {
        using ServiceProvider services = new ServiceCollection().AddLogging(logging => logging.AddHeadrace(options)).BuildServiceProvider();
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        return Enum.GetValues<LogLevel>().First(logger.IsEnabled);
    }
}
