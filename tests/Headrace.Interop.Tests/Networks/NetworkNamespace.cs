using System.Globalization;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Networks;

/// <summary>A network of the test's own (<c>ip netns</c>), with a loopback that is up. What runs in it reaches nothing outside. Deleted with the test.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private static int _made;

    private NetworkNamespace(string name) => Name = name;

    /// <summary>The name that <c>ip netns</c> knows it by.</summary>
    public string Name { get; }

    /// <summary>Makes one; skips the test where this user may not.</summary>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        Skip.UnlessInstalled("ip");
        string name = string.Create(CultureInfo.InvariantCulture, $"headrace-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}");
        await using ClientProcess add = ClientProcess.Start("ip", ["netns", "add", name]);
        if (await add.WaitForExitAsync() != 0) Assert.Skip($"this user may make no network of his own: {add.Errors.Trim()}");
        NetworkNamespace made = new(name);
        await made.RunAsync("ip", "link", "set", "lo", "up");
        return made;
    }

    /// <summary>Joins two by a cable: each has an address, and sends what goes to groups through it.</summary>
    public static async Task JoinAsync(NetworkNamespace first, string firstAddress, NetworkNamespace second, string secondAddress)
    {
        await ClientProcess.RunAsync("ip", ["-n", first.Name, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", second.Name]);
        foreach ((NetworkNamespace end, string address) in new[] { (first, firstAddress), (second, secondAddress) })
        {
            await end.RunAsync("ip", "address", "add", $"{address}/24", "dev", "cable");
            await end.RunAsync("ip", "link", "set", "cable", "up");
            await end.RunAsync("ip", "route", "add", "224.0.0.0/4", "dev", "cable");
        }
    }

    /// <summary>Starts a program in it.</summary>
    public ClientProcess Start(string program, params IEnumerable<string> arguments) => ClientProcess.Start("ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Runs a program in it to its end and gives its output.</summary>
    public Task<string> RunAsync(string program, params IEnumerable<string> arguments) => ClientProcess.RunAsync("ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>From now on loses a part of the datagrams that come to a port; skips the test where the kernel cannot.</summary>
    public async Task LoseAsync(int port, double part)
    {
        Skip.UnlessInstalled("iptables");
        string probability = part.ToString(CultureInfo.InvariantCulture);
        await using ClientProcess rule = Start("iptables", "-A", "INPUT", "-p", "udp", "--dport", $"{port}", "-m", "statistic", "--mode", "random", "--probability", probability, "-j", "DROP");
        if (await rule.WaitForExitAsync() != 0) Assert.Skip($"iptables cannot lose datagrams here: {rule.Errors.Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        await using ClientProcess delete = ClientProcess.Start("ip", ["netns", "delete", Name]);
        await delete.WaitForExitAsync();
    }
}
