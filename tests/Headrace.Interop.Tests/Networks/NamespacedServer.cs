using System.Text.Json;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Networks;

/// <summary>The real server in a network of its own, on its usual ports.</summary>
internal sealed class NamespacedServer : IAsyncDisposable
{
    private readonly NetworkNamespace _network;
    private readonly TemporaryFolder _state = new();
    private readonly ClientProcess _process;

    private NamespacedServer(NetworkNamespace network, string[] arguments)
    {
        _network = network;
        _process = network.Start("dotnet", [TestFolders.ServerAssembly, "serve", "--state", _state.Path, .. arguments]);
    }

    /// <summary>All that the server has logged.</summary>
    public string Log => _process.Output + _process.Errors;

    /// <summary>Starts the server with more arguments of its command line, and returns when it listens.</summary>
    public static async Task<NamespacedServer> StartAsync(NetworkNamespace network, params string[] arguments)
    {
        NamespacedServer server = new(network, arguments);
        await server._process.WaitForTextAsync("HTTP listens on", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return server;
    }

    public Task WaitForTextAsync(string text) => _process.WaitForTextAsync(text, cancellation: TestContext.Current.CancellationToken);

    /// <summary>What the API says, asked from within the network.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        Skip.UnlessInstalled("curl");
        using JsonDocument answer = JsonDocument.Parse(await _network.RunAsync("curl", "-s", $"http://127.0.0.1:8080/api/v1/{path}"));
        return answer.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _state.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
    }
}
