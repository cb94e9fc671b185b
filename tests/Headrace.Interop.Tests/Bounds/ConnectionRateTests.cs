using Headrace.Interop.Tests.Networks;
using Headrace.TestKit;

namespace Headrace.Interop.Tests.Bounds;

/// <summary>A peer on another machine that connects too fast, beside one on the server's own.</summary>
[Trait("Speed", "slow")]
public sealed class ConnectionRateTests
{
    private const string ServerAddress = "10.78.0.1";
    private const string PeerAddress = "10.78.0.2";

    [Theory]
    [InlineData("", true)]
    [InlineData(PeerAddress, false)]
    public async Task PeerThatConnectsTooFastIsRefusedUnlessItIsATrustedProxy(string trusted, bool isRefused)
    {
        Skip.UnlessInstalled("curl");
        await using NetworkNamespace serving = await NetworkNamespace.CreateAsync();
        await using NetworkNamespace other = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.JoinAsync(serving, ServerAddress, other, PeerAddress);
        await using NamespacedServer server = await NamespacedServer.StartAsync(
            serving, ["--limits:connectionRate", "1/s", "--limits:connectionBurst", "5", .. trusted.Length == 0 ? Array.Empty<string>() : ["--http:trustedProxies", trusted]]);
        string[] peer = await ConnectAsync(other, ServerAddress);
        Assert.Equal("200", peer[0]);
        Assert.Equal(isRefused, peer.Contains("000"));
        Assert.Equal(isRefused, server.Log.Contains($"limits.connectionRate is reached (1): a connection from {PeerAddress} was refused", StringComparison.Ordinal));
        Assert.All(await ConnectAsync(serving, "127.0.0.1"), status => Assert.Equal("200", status));
    }

    /// <summary>Connects thirty times, and tells the status of each answer; 000: none.</summary>
    private static async Task<string[]> ConnectAsync(NetworkNamespace network, string server)
    {
        string script = $"for i in $(seq 30); do curl -s -o /dev/null -w '%{{http_code}} ' http://{server}:8080/health || true; done";
        return (await network.RunAsync("sh", "-c", script)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
