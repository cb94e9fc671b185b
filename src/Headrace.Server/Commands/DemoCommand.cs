using System.Net;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Hosting;

namespace Headrace.Server.Commands;

/// <summary><c>headrace demo</c>: the server with a test picture as stream <c>demo</c>.</summary>
internal static class DemoCommand
{
    private const string Stream = "demo";

    /// <summary>Runs the demo, and prints the page to open.</summary>
    internal static async Task<int> RunAsync(Invocation invocation)
    {
        LoadedConfiguration configuration = ConfigurationLoader.Load(ProcessConfiguration.SourcesOf(WithDemo(invocation)));
        if (!Programs.IsInstalled("ffmpeg"))
        {
            await invocation.Errors.WriteLineAsync("headrace: the demo's picture is made by ffmpeg, which is not installed; on Debian and Ubuntu: apt-get install ffmpeg fonts-dejavu-core").ConfigureAwait(false);
            return ExitCodes.Failure;
        }

        return await ServeCommand.RunAsync(invocation, configuration, host => Announce(invocation, host)).ConfigureAwait(false);
    }

    /// <summary>The call with the demo's stream among its settings.</summary>
    internal static Invocation WithDemo(Invocation invocation) => invocation with
    {
        Settings = [.. invocation.Settings, new Setting(["streams", Stream, "source"], new StreamSource(StreamSourceKind.Test).ToString(), "headrace demo")],
    };

    /// <summary>The address of a stream's page, for a browser on this machine.</summary>
    internal static string PageAt(IPEndPoint endPoint, string stream = Stream)
    {
        bool isAny = endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any);
        return $"http://{(isAny ? new IPEndPoint(IPAddress.Loopback, endPoint.Port) : endPoint)}/{stream}";
    }

    private static void Announce(Invocation invocation, HeadraceHost host)
    {
        if (host.HttpEndPoints.IsEmpty) return;
        invocation.Output.WriteLine($"Open {PageAt(host.HttpEndPoints[0])}");
        invocation.Output.Flush();
    }
}
