using System.Net;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Hosting;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Commands;

/// <summary><c>headrace demo</c>: the server with a test picture as stream <c>demo</c>.</summary>
internal static class DemoCommand
{
    private const string Stream = "demo";

    /// <summary>Runs the demo, and prints the page to open.</summary>
    internal static async Task<int> RunAsync(Invocation invocation)
    {
        LoadedConfiguration configuration = WithDemo(ConfigurationLoader.Load(ProcessConfiguration.SourcesOf(invocation)));
        if (!Programs.IsInstalled("ffmpeg"))
        {
            await invocation.Errors.WriteLineAsync("headrace: the demo's picture is made by ffmpeg, which is not installed; on Debian and Ubuntu: apt-get install ffmpeg fonts-dejavu-core").ConfigureAwait(false);
            return ExitCodes.Failure;
        }

        return await ServeCommand.RunAsync(invocation, configuration, host => Announce(invocation, host)).ConfigureAwait(false);
    }

    /// <summary>The configuration with the demo's stream in it.</summary>
    internal static LoadedConfiguration WithDemo(LoadedConfiguration configuration)
    {
        if (!StreamName.TryParse(Stream, out StreamName? name, out string? fault)) throw new InvalidOperationException(fault);
        HeadraceOptions options = configuration.Options;
        StreamSettings demo = options.StreamOf(name) with { Source = new StreamSource(StreamSourceKind.Test) };
        return configuration with { Options = options with { Streams = options.Streams.SetItem(name, demo) } };
    }

    /// <summary>The address of the demo's page, for a browser on this machine.</summary>
    internal static string PageAt(IPEndPoint endPoint)
    {
        bool isAny = endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any);
        return $"http://{(isAny ? new IPEndPoint(IPAddress.Loopback, endPoint.Port) : endPoint)}/{Stream}";
    }

    private static void Announce(Invocation invocation, HeadraceHost host)
    {
        if (host.HttpEndPoints.IsEmpty) return;
        invocation.Output.WriteLine($"Open {PageAt(host.HttpEndPoints[0])}");
        invocation.Output.Flush();
    }
}
