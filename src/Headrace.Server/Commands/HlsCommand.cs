using System.Net;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Hosting;

namespace Headrace.Server.Commands;

/// <summary><c>headrace hls</c>: one camera to HLS, with nothing to configure.</summary>
internal static class HlsCommand
{
    private const string Stream = "camera";
    private const string Origin = "headrace hls";

    /// <summary>Runs the server with the camera as its stream, and prints where it plays.</summary>
    internal static Task<int> RunAsync(Invocation invocation)
    {
        LoadedConfiguration configuration = ConfigurationLoader.Load(ProcessConfiguration.SourcesOf(WithCamera(invocation)));
        return ServeCommand.RunAsync(invocation, configuration, host => Announce(invocation, host));
    }

    /// <summary>The call with the camera's stream, and what the other arguments name, among its settings.</summary>
    internal static Invocation WithCamera(Invocation invocation)
    {
        List<Setting> settings =
        [
            .. invocation.Settings,
            new Setting(["streams", Stream, "source"], invocation.Arguments[0], Origin),
            new Setting(["streams", Stream, "hls", "alwaysOn"], "true", Origin),
        ];
        foreach ((int place, string argument) in invocation.Arguments.Index().Skip(1))
        {
            // Either may be left out: a number alone is the port.
            bool isPort = place == 2 || (invocation.Arguments.Count == 2 && argument.All(char.IsAsciiDigit));
            settings.Add(isPort ? new Setting(["http", "listen"], ":" + argument, Origin) : new Setting(["streams", Stream, "hls", "directory"], argument, Origin));
        }

        return invocation with { Settings = settings };
    }

    private static void Announce(Invocation invocation, HeadraceHost host)
    {
        if (host.HttpEndPoints.IsEmpty) return;
        IPEndPoint endPoint = host.HttpEndPoints[0];
        invocation.Output.WriteLine($"HLS at {DemoCommand.PageAt(endPoint, Stream)}/index.m3u8, a player at {DemoCommand.PageAt(endPoint, Stream)}");
        invocation.Output.Flush();
    }
}
