using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtmp;

/// <summary>node-media-server, from npm: another server, which knows the enhanced form.</summary>
internal static class NodeMediaServer
{
    /// <summary>Starts one on a port; with another one it serves FLV over HTTP too.</summary>
    internal static async Task<ClientProcess> StartAsync(int port, int? httpPort = null)
    {
        Skip.UnlessInstalled("node");
        string folder = Path.Combine(TestFolders.Root, "tests/clients");
        Skip.Unless(Directory.Exists(Path.Combine(folder, "node_modules/node-media-server")), "the packages of tests/clients are not installed: run ./test.sh, which installs them");
        ClientProcess process = ClientProcess.Start("node", [Path.Combine(folder, "rtmp-server.mjs"), $"{port}", .. httpPort is null ? Array.Empty<string>() : [$"{httpPort}"]]);
        await Eventually.True(() => process.Output.Contains("listens", StringComparison.Ordinal), "it listens", cancellation: TestContext.Current.CancellationToken);
        return process;
    }
}
