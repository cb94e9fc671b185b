using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Hosting;
using Headrace.TestKit;
using Headrace.Transport.Srt;

namespace Headrace.Server.Tests.Hosting;

/// <summary>The whole server on ports of the system's choice, with a state directory of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;

    private TestHost(HeadraceHost host, TemporaryFolder folder, RecordingLoggers loggers, string announcements, bool ownsFolder)
    {
        Host = host;
        _folder = folder;
        _ownsFolder = ownsFolder;
        Loggers = loggers;
        Announcements = announcements;
        Client = new HttpClient { BaseAddress = new Uri($"http://{host.HttpEndPoints[0]}") };
    }

    internal HeadraceHost Host { get; }

    internal RecordingLoggers Loggers { get; }

    internal string Announcements { get; }

    internal HttpClient Client { get; }

    /// <summary>The configuration file.</summary>
    internal string File => Path.Combine(_folder.Path, "headrace.yml");

    /// <summary>Starts a server with this in its file, which says itself where RTSP and RTMP listen.</summary>
    internal static Task<TestHost> StartListeningByFileAsync(string yaml) => StartAsync(yaml, null, null, ["HEADRACE_RTSP__LISTEN", "HEADRACE_RTMP__LISTEN"]);

    /// <summary>Starts a server with this in its file. A folder that was given stays when the server ends.</summary>
    internal static Task<TestHost> StartAsync(string yaml = "", TemporaryFolder? folder = null, TimeProvider? clock = null) => StartAsync(yaml, folder, clock, []);

    private static async Task<TestHost> StartAsync(string yaml, TemporaryFolder? folder, TimeProvider? clock, string[] setByFile)
    {
        bool ownsFolder = folder is null;
        folder ??= new TemporaryFolder();
        RecordingLoggers loggers = new();
        StringWriter announcements = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await System.IO.File.WriteAllTextAsync(file, yaml, TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = new()
        {
            ["HEADRACE_STATE"] = Path.Combine(folder.Path, "state"), ["HEADRACE_HTTP__LISTEN"] = "127.0.0.1:0", ["HEADRACE_RTSP__LISTEN"] = "127.0.0.1:0",
            ["HEADRACE_RTMP__LISTEN"] = "127.0.0.1:0",
            ["HEADRACE_RTP__LISTEN"] = "127.0.0.1:0",
            ["HEADRACE_SRT__LISTEN"] = SrtLibrary.TryLoad([], out _, out _) ? "127.0.0.1:0" : "",
        };
        foreach (string key in setByFile) environment.Remove(key);
        LoadedConfiguration configuration = ConfigurationLoader.Load(new ConfigurationSources { File = file, Environment = environment });
        Assert.Empty(configuration.Errors);
        HeadraceHost host = await HeadraceHost.StartAsync(configuration, announcements, clock ?? TimeProvider.System, loggers);
        return new TestHost(host, folder, loggers, announcements.ToString(), ownsFolder);
    }

    /// <summary>Puts another file in the place of the configuration, as editors do.</summary>
    internal async Task ReplaceFileAsync(string yaml)
    {
        string beside = File + "~";
        await System.IO.File.WriteAllTextAsync(beside, yaml, TestContext.Current.CancellationToken);
        System.IO.File.Move(beside, File, overwrite: true);
    }

    /// <summary>Waits until the server has read its file again, and tells how that went.</summary>
    internal async Task<ReloadOutcome> ReloadAsync(string yaml)
    {
        ReloadOutcome? before = Host.Configuration.LastReload;
        await ReplaceFileAsync(yaml);
        return await Eventually.Value(
            () => Host.Configuration.LastReload is { } now && now != before ? now : null, () => "the file was read again", cancellation: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        if (_ownsFolder) _folder.Dispose();
    }
}
