using System.Runtime.InteropServices;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Hosting;
using Headrace.Server.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Commands;

/// <summary><c>headrace serve</c>: runs until SIGTERM or SIGINT.</summary>
internal static class ServeCommand
{
    /// <summary>Runs the server as it is configured.</summary>
    internal static Task<int> RunAsync(Invocation invocation) => RunAsync(invocation, ConfigurationLoader.Load(ProcessConfiguration.SourcesOf(invocation)), _ => { });

    /// <summary>Runs the server; <paramref name="started"/> is told when it listens.</summary>
    internal static async Task<int> RunAsync(Invocation invocation, LoadedConfiguration configuration, Action<HeadraceHost> started)
    {
        foreach (ConfigurationError error in configuration.Errors) await invocation.Errors.WriteLineAsync(error.ToString()).ConfigureAwait(false);
        if (!configuration.IsValid) return ExitCodes.Failure;
        await using ServiceProvider logging = LoggingOf(configuration.Options.Log);
        using StopSignal signal = new();
        ServiceNotice notice = ServiceNotice.FromEnvironment(invocation.Errors);
        try
        {
            LogLevels levels = logging.GetRequiredService<LogLevels>();
            HeadraceHost host = await HeadraceHost.StartAsync(
                configuration, invocation.Errors, TimeProvider.System, logging.GetRequiredService<ILoggerFactory>(), options => levels.Update(options.Log)).ConfigureAwait(false);
            using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Reload(signal, host));
            started(host);
            notice.Tell(ServiceNotice.Ready);
            string reason = await signal.WaitAsync().ConfigureAwait(false);
            notice.Tell(ServiceNotice.Stopping);
            // Whatever hangs, the process ends in time.
            using ITimer deadline = TimeProvider.System.CreateTimer(_ => Environment.Exit(ExitCodes.Failure), null, HeadraceHost.StopTimeout, Timeout.InfiniteTimeSpan);
            await host.StopAsync(reason).ConfigureAwait(false);
            return ExitCodes.Success;
        }
        catch (StartException e)
        {
            await invocation.Errors.WriteLineAsync($"headrace: {e.Message}").ConfigureAwait(false);
            return ExitCodes.Failure;
        }
    }

    private static void Reload(PosixSignalContext signal, HeadraceHost host)
    {
        signal.Cancel = true;
        host.Configuration.Reload("SIGHUP");
    }

    private static ServiceProvider LoggingOf(LogOptions options) => new ServiceCollection().AddLogging(logging => logging.AddHeadrace(options)).BuildServiceProvider();
}
