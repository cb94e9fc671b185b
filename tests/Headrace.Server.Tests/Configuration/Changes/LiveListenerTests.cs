using System.Net;
using System.Net.Sockets;
using System.Text;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Hosting;
using Headrace.Server.Tests.Hosting;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Configuration.Changes;

/// <summary>Where protocols listen, and how long they wait, changes while peers are connected.</summary>
public sealed class LiveListenerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListenersMoveAndWhoIsConnectedStays()
    {
        await using TestHost server = await TestHost.StartListeningByFileAsync(Addresses("127.0.0.1:0"));
        (IPEndPoint rtsp, IPEndPoint rtmp) = (server.Host.RtspEndPoint!, server.Host.RtmpEndPoint!);
        using TcpClient peer = await AskedAsync(rtsp);
        using TcpClient other = new();
        await other.ConnectAsync(rtmp, Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.Count == 2, "both are there", cancellation: Cancellation);

        ReloadOutcome outcome = await server.ReloadAsync(Addresses("127.0.0.2:0"));
        Assert.All(outcome.Changes, change => Assert.False(change.NeedsRestart));
        Assert.Empty(server.Host.Configuration.AwaitingRestart);
        foreach ((IPEndPoint before, IPEndPoint? now, string protocol) in new[] { (rtsp, server.Host.RtspEndPoint, "RTSP"), (rtmp, server.Host.RtmpEndPoint, "RTMP") })
        {
            Assert.Equal(IPAddress.Parse("127.0.0.2"), now!.Address);
            Assert.Equal(now, Assert.Single(server.Host.Media.Protocols.All, entry => entry.Protocol == protocol).Address);
            await RefusedAsync(before);
        }

        using TcpClient next = await AskedAsync(server.Host.RtspEndPoint!);
        await AskAsync(peer);
        Assert.All(server.Host.Media.Sessions.All, session => Assert.Null(session.EndReason));

        IPEndPoint last = server.Host.RtspEndPoint!;
        await server.ReloadAsync(Addresses("\"\""));
        Assert.Null(server.Host.RtspEndPoint);
        await RefusedAsync(last);
        await AskAsync(peer);
        await AskAsync(next);
        await server.ReloadAsync(Addresses("127.0.0.1:0"));
        using TcpClient again = await AskedAsync(server.Host.RtspEndPoint!);
        Assert.NotNull(server.Host.RtmpEndPoint);
    }

    [Fact]
    public async Task AddressThatContainsTheOldOneIsTaken()
    {
        await using TestHost server = await TestHost.StartListeningByFileAsync(Addresses("127.0.0.1:0"));
        int port = server.Host.RtspEndPoint!.Port;
        using TcpClient peer = await AskedAsync(server.Host.RtspEndPoint);
        await server.ReloadAsync($"rtsp: {{ listen: \":{port}\" }}\nrtmp: {{ listen: \"\" }}");
        Assert.Equal(port, server.Host.RtspEndPoint!.Port);
        using TcpClient elsewhere = await AskedAsync(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port));
        await AskAsync(peer);
        await server.ReloadAsync($"rtsp: {{ listen: \"127.0.0.1:{port}\" }}\nrtmp: {{ listen: \"\" }}");
        await RefusedAsync(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port));
        using TcpClient back = await AskedAsync(server.Host.RtspEndPoint!);
    }

    [Fact]
    public async Task AddressThatIsTakenLeavesTheOldOneAndTheLogSaysSo()
    {
        using TcpListener foreign = new(IPAddress.Loopback, 0);
        foreign.Start();
        await using TestHost server = await TestHost.StartListeningByFileAsync(Addresses("127.0.0.1:0"));
        IPEndPoint before = server.Host.RtspEndPoint!;
        ReloadOutcome outcome = await server.ReloadAsync($"rtsp: {{ listen: {foreign.LocalEndpoint} }}\nrtmp: {{ listen: 127.0.0.1:0 }}");
        Assert.True(outcome.IsApplied);
        Assert.Equal(before, server.Host.RtspEndPoint);
        string expected = $"RTSP stays where it listens: {foreign.LocalEndpoint} {ListenFault.Describe(new SocketException((int)SocketError.AddressAlreadyInUse))}; set rtsp.listen to choose another address";
        Assert.Contains(server.Loggers.Lines, line => line.Contains(expected, StringComparison.Ordinal));
        using TcpClient peer = await AskedAsync(before);
    }

    [Fact]
    public async Task OtherPortsOfUdpAreForWhoComesFromThenOn()
    {
        await using TestHost server = await TestHost.StartListeningByFileAsync(Addresses("127.0.0.1:0"));
        using TcpClient peer = await AskedAsync(server.Host.RtspEndPoint!);
        await server.ReloadAsync("rtsp: { listen: 127.0.0.1:0, transports: [tcp] }\nrtmp: { listen: 127.0.0.1:0 }");
        await AskAsync(peer);
        await server.ReloadAsync(Addresses("127.0.0.1:0"));
        await Eventually.True(() => server.Loggers.Lines.Count(line => line.Contains("RTP and RTCP over UDP on the ports", StringComparison.Ordinal)) == 2, "UDP is there again", cancellation: Cancellation);
        await AskAsync(peer);
    }

    [Fact]
    public async Task ShorterIdleTimeoutIsForWhoComesFromThenOn()
    {
        const string Listen = "rtsp: { listen: 127.0.0.1:0 }\nrtmp: { listen: 127.0.0.1:0 }\n";
        await using TestHost server = await TestHost.StartListeningByFileAsync(Listen + "limits: { idleTimeout: 1h }");
        using TcpClient before = new();
        await before.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.Count == 1, "the silent one is there", cancellation: Cancellation);

        ReloadOutcome outcome = await server.ReloadAsync(Listen + "limits: { idleTimeout: 1s }");
        Assert.False(Assert.Single(outcome.Changes).NeedsRestart);
        Assert.Equal("", await HeardAsync(server.Host.RtspEndPoint!, ""));
        Assert.Equal("", await HeardAsync(server.Host.RtmpEndPoint!, ""));
        Assert.Equal("", await HeardAsync(server.Host.HttpEndPoints[0], ""));
        Assert.StartsWith("HTTP/1.1 408", await HeardAsync(server.Host.HttpEndPoints[0], "GET /health HTTP/1.1\r\nHost: x\r\n"), StringComparison.Ordinal);
        await AskAsync(before);
    }

    private static string Addresses(string listen) => $"rtsp: {{ listen: {listen} }}\nrtmp: {{ listen: {listen} }}";

    private static async Task<TcpClient> AskedAsync(IPEndPoint address)
    {
        TcpClient peer = new();
        await peer.ConnectAsync(new IPEndPoint(address.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address.Address, address.Port), Cancellation);
        await AskAsync(peer);
        return peer;
    }

    private static async Task AskAsync(TcpClient peer)
    {
        byte[] answer = new byte[4096];
        await peer.GetStream().WriteAsync("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8.ToArray(), Cancellation);
        int length = await peer.GetStream().ReadAsync(answer, Cancellation);
        Assert.StartsWith("RTSP/1.0 200", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(IPEndPoint address)
    {
        using TcpClient late = new();
        SocketException fault = await Assert.ThrowsAnyAsync<SocketException>(() => late.ConnectAsync(address, Cancellation).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, fault.SocketErrorCode);
    }

    /// <summary>All that a server says to who says this and nothing else.</summary>
    private static async Task<string> HeardAsync(IPEndPoint address, string said)
    {
        using TcpClient peer = new();
        await peer.ConnectAsync(address, Cancellation);
        await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes(said), Cancellation);
        using StreamReader reader = new(peer.GetStream());
        try
        {
            return await reader.ReadToEndAsync(Cancellation);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
