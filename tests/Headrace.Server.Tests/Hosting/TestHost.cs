using Headrace.Server.Configuration;
using Headrace.Server.Hosting;
using Headrace.Server.Tests.Configuration;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Hosting;

/// <summary>The whole server on ports of the system's choice, with a state directory of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private TestHost(HeadraceHost host, TemporaryFolder folder, RecordingLoggers loggers, string announcements)
    {
        Host = host;
        _folder = folder;
        Loggers = loggers;
        Announcements = announcements;
        Client = new HttpClient { BaseAddress = new Uri($"http://{host.HttpEndPoints[0]}") };
    }

    internal HeadraceHost Host { get; }

    internal RecordingLoggers Loggers { get; }

    internal string Announcements { get; }

    internal HttpClient Client { get; }

    internal static async Task<TestHost> StartAsync(string yaml = "")
    {
        TemporaryFolder folder = new();
        RecordingLoggers loggers = new();
        StringWriter announcements = new();
        LoadedConfiguration configuration = Configurations.Load(
            yaml, ("HEADRACE_STATE", folder.Path), ("HEADRACE_HTTP__LISTEN", "127.0.0.1:0"), ("HEADRACE_RTSP__LISTEN", "127.0.0.1:0"));
        Assert.Empty(configuration.Errors);
        HeadraceHost host = await HeadraceHost.StartAsync(configuration, announcements, TimeProvider.System, loggers);
        return new TestHost(host, folder, loggers, announcements.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
