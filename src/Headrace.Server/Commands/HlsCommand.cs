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

    /// <summary>The call with the camera's stream, and the port if one is named, among its settings.</summary>
    internal static Invocation WithCamera(Invocation invocation)
    {
        List<Setting> settings =
        [
            .. invocation.Settings,
            new Setting(["streams", Stream, "source"], invocation.Arguments[0], Origin),
            new Setting(["streams", Stream, "hls", "alwaysOn"], "true", Origin),
        ];
        if (invocation.Arguments.Count > 1) settings.Add(new Setting(["http", "listen"], ":" + invocation.Arguments[1], Origin));
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
