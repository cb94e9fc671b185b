using System.Net;
using System.Text.Json;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Server;

/// <summary>
/// The real server as a process of its own, on ports of its own of 127.0.0.1, with a state directory that goes with it. Its log is added to the output of the test.
/// </summary>
public sealed class HeadraceProcess : IAsyncDisposable
{
    /// <summary>The server promises to end within 10 s of SIGTERM; what the machine takes to notice comes on top.</summary>
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private const int StartAttempts = 3;

    private readonly ClientProcess _process;
    private readonly TemporaryFolder _state;
    private readonly int _rtspPort;

    private HeadraceProcess(ClientProcess process, TemporaryFolder state, int[] ports)
    {
        _process = process;
        _state = state;
        _rtspPort = ports[1];
        (RtpPort, RtcpPort) = (ports[2], ports[3]);
        SrtPort = ports[4];
        RtmpPort = ports[5];
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}/"), Timeout = TimeSpan.FromSeconds(15) };
    }

    /// <summary>A client of the server's own API and pages.</summary>
    public HttpClient Http { get; }

    /// <summary>Its port for RTP without signalling.</summary>
    public int RtpPort { get; }

    /// <summary>And for the RTCP of it.</summary>
    public int RtcpPort { get; }

    /// <summary>Id of the server's process.</summary>
    public int Id => _process.Id;

    /// <summary>All that the server has logged.</summary>
    public string Log => _process.Output + _process.Errors;

    /// <summary>Starts the server with more arguments of its command line, and returns when it is healthy.</summary>
    public static Task<HeadraceProcess> StartAsync(params string[] arguments) => StartInAsync(Surroundings.None, arguments);

    /// <summary>Starts the server with arguments under which it does not start, and gives what it says.</summary>
    public static async Task<string> FailAsync(Surroundings surroundings, params string[] arguments)
    {
        await using HeadraceProcess server = Launch(surroundings, arguments);
        Assert.Equal(surroundings.ExitCode, await server._process.WaitForExitAsync(StartDeadline, TestContext.Current.CancellationToken));
        return server.Log;
    }

    /// <summary>As <see cref="StartAsync"/>, in other surroundings.</summary>
    public static async Task<HeadraceProcess> StartInAsync(Surroundings surroundings, params string[] arguments)
    {
        for (int attempt = 1; ; attempt++)
        {
            HeadraceProcess server = Launch(surroundings, arguments);
            try
            {
                await Eventually.True(server.IsHealthyAsync, $"the server is healthy. {server.Log}", StartDeadline, TestContext.Current.CancellationToken);
                return server;
            }
            catch (InvalidOperationException) when (attempt < StartAttempts && server.Log.Contains("in use", StringComparison.OrdinalIgnoreCase))
            {
                // Another process took a port between the question whether it is free and its use.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Where to publish or read a stream over RTSP.</summary>
    public string Rtsp(string name) => $"rtsp://127.0.0.1:{_rtspPort}/{name}";

    /// <summary>The port that SRT listens on.</summary>
    public int SrtPort { get; }

    /// <summary>The port that RTMP listens on.</summary>
    public int RtmpPort { get; }

    /// <summary>Where to publish or play a stream over RTMP.</summary>
    public string Rtmp(string name) => $"rtmp://127.0.0.1:{RtmpPort}/{name}";

    /// <summary>Where to call over SRT, with a stream id and more of a query.</summary>
    public string Srt(string streamId, string more = "") => $"srt://127.0.0.1:{SrtPort}?streamid={Uri.EscapeDataString(streamId)}{more}";

    /// <summary>The multivariant playlist of a stream.</summary>
    public string Hls(string name) => new Uri(Http.BaseAddress!, $"{name}/index.m3u8").AbsoluteUri;

    /// <summary>The multivariant playlist of a stream in MPEG-TS.</summary>
    public string HlsTransport(string name) => new Uri(Http.BaseAddress!, $"{name}/ts.m3u8").AbsoluteUri;

    /// <summary>Where a stream's MPD is.</summary>
    public string Dash(string name) => new Uri(Http.BaseAddress!, $"{name}/manifest.mpd").AbsoluteUri;

    /// <summary>The player page of a stream.</summary>
    public string Page(string name) => new Uri(Http.BaseAddress!, name).AbsoluteUri;

    /// <summary>What the API answers below <c>/api/v1/</c>.</summary>
    public async Task<JsonElement> GetAsync(string resource)
    {
        using JsonDocument answer = JsonDocument.Parse(await Http.GetStringAsync($"api/v1/{resource}", TestContext.Current.CancellationToken));
        return answer.RootElement.Clone();
    }

    /// <summary>Waits until the stream has media.</summary>
    public Task WaitForStreamAsync(string name) =>
        Eventually.True(async () => await StateOfAsync(name) == "active", $"stream {name} is active", cancellation: TestContext.Current.CancellationToken);

    /// <summary>Asks the server to end as a service manager does, and checks that it ends in time and well.</summary>
    public async Task StopAsync()
    {
        _process.Send(UnixSignal.Terminate);
        int code = await _process.WaitForExitAsync(StopDeadline, TestContext.Current.CancellationToken);
        Assert.True(code == 0, $"The server ended with {code}.\n{Log}");
    }

    /// <summary>Tells the server to read its file again.</summary>
    public void HangUp() => _process.Send(UnixSignal.HangUp);

    /// <summary>Ends the server if it still runs, hard.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        _state.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
    }

    private static HeadraceProcess Launch(Surroundings surroundings, string[] arguments)
    {
        int[] ports = FreePorts.Take(6);
        TemporaryFolder state = new();
        // What runs these tests runs the server too, wherever it lies.
        string[] program = [.. surroundings.Before, Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet"];
        ClientProcess process = ClientProcess.Start(
            program[0],
            [.. program.Skip(1), TestFolders.ServerAssembly, "serve", "--http:listen", $"127.0.0.1:{ports[0]}", "--rtsp:listen", $"127.0.0.1:{ports[1]}", "--rtsp:udpPorts", "0",
                "--rtp:listen", $"127.0.0.1:{ports[2]}", "--rtp:rtcpPort", $"{ports[3]}", "--srt:listen", $"127.0.0.1:{ports[4]}",
                "--rtmp:listen", $"127.0.0.1:{ports[5]}", "--state", state.Path, .. arguments],
            workingDirectory: state.Path, surroundings.Environment);
        return new HeadraceProcess(process, state, ports);
    }

    private async Task<bool> IsHealthyAsync()
    {
        if (_process.HasEnded) throw new InvalidOperationException($"The server ended at its start.\n{Log}");
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync("health", TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private async Task<string?> StateOfAsync(string name)
    {
        JsonElement streams = await GetAsync("streams");
        return streams.GetProperty("items").EnumerateArray().FirstOrDefault(stream => stream.GetProperty("name").GetString() == name) is { ValueKind: JsonValueKind.Object } found
            ? found.GetProperty("state").GetString()
            : null;
    }
}
