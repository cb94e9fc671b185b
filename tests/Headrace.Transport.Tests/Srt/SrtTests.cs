using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Headrace.TestKit;
using Headrace.Transport.Srt;

namespace Headrace.Transport.Tests.Srt;

public sealed class SrtTests : IDisposable
{
    private const int BadSecret = 10;
    private const int Unsecure = 11;
    private const string Passphrase = "a passphrase of ours";

    private readonly SrtPoller _poller;
    private readonly List<Exception> _faults = [];

    public SrtTests() => _poller = new SrtPoller(SrtFixture.Library(), TimeProvider.System, _faults.Add);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _poller.Dispose();
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task MessagesGoBothWays()
    {
        TestGate gate = new();
        using SrtListener listener = Listen(gate);
        using SrtConnection caller = await CallAsync(listener, "publish:cam1");
        TestHandler atCaller = new();
        caller.Start(atCaller);
        SrtConnection accepted = await gate.AcceptedAsync();
        Assert.Equal("publish:cam1", accepted.StreamId);
        Assert.Equal(TimeSpan.FromMilliseconds(200), accepted.ReceiveLatency);
        Assert.True(accepted.PeerVersion >= new Version(1, 4));
        for (int i = 0; i < 200; i++) Assert.Equal(SrtSendResult.Taken, caller.Send(Message(i)));
        await Eventually.True(() => gate.Handler.Messages.Count == 200 * 1316, "what was sent did not come, or an end was not seen", cancellation: Cancellation);
        Assert.Equal(SrtSendResult.Taken, accepted.Send("answer"u8));
        await Eventually.True(() => atCaller.Messages.Count == "answer".Length, "what was sent did not come, or an end was not seen", cancellation: Cancellation);
        Assert.Equal(Enumerable.Range(0, 200).SelectMany(Message), gate.Handler.Messages.ToArray());
        Assert.Equal(200 * 1316, accepted.BytesReceived);
        Assert.Equal(200 * 1316, caller.BytesSent);
        SrtStatistics seen = Assert.NotNull(accepted.Measure());
        Assert.Equal(200, seen.PacketsReceived);
        Assert.Equal(0, seen.ReceiveDropped);
        Assert.Equal(TimeSpan.FromMilliseconds(200), seen.ReceiveLatency);
        Assert.InRange(seen.RoundTrip, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
        caller.Dispose();
        await Eventually.True(() => gate.Handler.HasEnded, "what was sent did not come, or an end was not seen", cancellation: Cancellation);
        accepted.Dispose();
        Assert.Null(accepted.Measure());
        await Eventually.True(() => _poller.Count == 1, "what was sent did not come, or an end was not seen", cancellation: Cancellation);
    }

    [Fact]
    public async Task WhoHasNobodyToListenToRestsUntilSomebodyCalls()
    {
        TestGate gate = new();
        using SrtListener listener = Listen(gate);
        await Eventually.True(() => _poller.IsResting, "it looks for what cannot come", cancellation: Cancellation);

        // The library does not even have the port, and what is no handshake does not give it to it.
        using UdpClient stranger = new(AddressFamily.InterNetwork);
        await stranger.SendAsync(new byte[100], new IPEndPoint(IPAddress.Loopback, listener.LocalEndPoint.Port), Cancellation);
        Assert.Equal(0, _poller.Count);
        using SrtConnection caller = await CallAsync(listener, "publish:cam1");
        SrtConnection accepted = await gate.AcceptedAsync();
        caller.Start(new TestHandler());
        Assert.Equal(SrtSendResult.Taken, caller.Send(Message(1)));
        await Eventually.True(() => gate.Handler.Messages.Count == 1316, "what was sent did not come", cancellation: Cancellation);
        Assert.False(_poller.IsResting);
        caller.Dispose();
        accepted.Dispose();
        await Eventually.True(() => _poller.IsResting, "it looks for what cannot come any more", cancellation: Cancellation);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public async Task KeyLengthFollowsTheCaller(int length)
    {
        TestGate gate = new() { Decision = SrtDecision.Accept(Passphrase) };
        using SrtListener listener = Listen(gate);
        using SrtConnection caller = await CallAsync(listener, "cam1", new SrtSocketOptions { Passphrase = Passphrase, KeyLength = length });
        SrtConnection accepted = await gate.AcceptedAsync();
        caller.Send("secret"u8);
        await Eventually.True(() => gate.Handler.Messages.Count == "secret".Length, "what was sent did not come, or an end was not seen", cancellation: Cancellation);
        Assert.Equal(length * 8, accepted.KeyBits);
        Assert.Equal(length * 8, caller.KeyBits);
        Assert.Equal("secret", Encoding.UTF8.GetString(gate.Handler.Messages.ToArray()));
        accepted.Dispose();
    }

    [Theory]
    [InlineData(Passphrase, "another passphrase", BadSecret)]
    [InlineData(Passphrase, "", Unsecure)]
    [InlineData("", "another passphrase", Unsecure)]
    public async Task WhoHasNotTheSamePassphraseStaysOut(string expected, string shown, int reason)
    {
        TestGate gate = new() { Decision = SrtDecision.Accept(expected) };
        using SrtListener listener = Listen(gate);
        SrtRefusedException refused = await Assert.ThrowsAsync<SrtRefusedException>(() => CallAsync(listener, "cam1", new SrtSocketOptions { Passphrase = shown }));
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(0, gate.Accepted);
    }

    [Theory]
    [InlineData(1400)]
    [InlineData(1404)]
    [InlineData(1500)]
    public async Task WhoIsRejectedSeesTheCode(int code)
    {
        TestGate gate = new() { Decision = SrtDecision.Reject(code) };
        using SrtListener listener = Listen(gate);
        SrtRefusedException refused = await Assert.ThrowsAsync<SrtRefusedException>(() => CallAsync(listener, "cam1"));
        Assert.Equal(code, refused.Reason);
        Assert.Equal(0, gate.Accepted);
    }

    [Fact]
    public async Task FaultOfTheGateRefusesTheCallerAndNobodyElse()
    {
        TestGate gate = new() { Fault = new InvalidOperationException("of the gate") };
        using SrtListener listener = Listen(gate);
        SrtRefusedException refused = await Assert.ThrowsAsync<SrtRefusedException>(() => CallAsync(listener, "cam1"));
        Assert.Equal(1500, refused.Reason);
        Assert.Same(gate.Fault, Assert.Single(_faults));
        _faults.Clear();
        gate.Fault = null;
        using SrtConnection caller = await CallAsync(listener, "cam1");
        (await gate.AcceptedAsync()).Dispose();
    }

    [Fact]
    public async Task FaultOfAHandlerEndsItsConnectionAlone()
    {
        TestGate gate = new();
        using SrtListener listener = Listen(gate);
        using SrtConnection bad = await CallAsync(listener, "bad");
        SrtConnection accepted = await gate.AcceptedAsync();
        gate.Handler.Fault = new InvalidOperationException("of the handler");
        bad.Send("x"u8);
        TestHandler broken = gate.Handler;
        await Eventually.True(() => broken.HasEnded, "what was sent did not come, or an end was not seen", cancellation: Cancellation);
        accepted.Dispose();
        Assert.Same(broken.Fault, Assert.Single(_faults));
        _faults.Clear();
        gate.Handler = new TestHandler();
        using SrtConnection good = await CallAsync(listener, "good");
        SrtConnection next = await gate.AcceptedAsync();
        good.Send("x"u8);
        await Eventually.True(() => gate.Handler.Messages.Count == 1, "what was sent did not come, or an end was not seen", cancellation: Cancellation);
        next.Dispose();
    }

    [Fact]
    public async Task NobodyThereIsSaid()
    {
        using UdpClient silent = new(new IPEndPoint(IPAddress.Loopback, 0));
        SrtSocketOptions options = new() { ConnectTimeout = TimeSpan.FromMilliseconds(300) };
        SrtRefusedException refused = await Assert.ThrowsAsync<SrtRefusedException>(() => SrtCall.ConnectAsync(_poller, (IPEndPoint)silent.Client.LocalEndPoint!, options, Cancellation));
        Assert.Equal(16, refused.Reason);
        Assert.Equal(0, _poller.Count);
    }

    [Fact]
    public void PortThatIsTakenIsSaid()
    {
        using UdpClient other = new(new IPEndPoint(IPAddress.Loopback, 0));
        SocketException e = Assert.Throws<SocketException>(() => SrtListener.Start(_poller, (IPEndPoint)other.Client.LocalEndPoint!, new SrtSocketOptions(), new TestGate()));
        Assert.Equal(SocketError.AddressAlreadyInUse, e.SocketErrorCode);
        using SrtListener own = Listen(new TestGate());
        e = Assert.Throws<SocketException>(() => SrtListener.Start(_poller, own.LocalEndPoint, new SrtSocketOptions(), new TestGate()));
        Assert.Equal(SocketError.AddressAlreadyInUse, e.SocketErrorCode);
    }

    [Fact]
    public async Task ListenerThatTheLibraryRefusesKeepsItsPortAndTriesAgainAtALaterCall()
    {
        VirtualTime clock = new();
        ConcurrentQueue<Exception> faults = new();
        using SrtPoller poller = new(SrtFixture.Library(), clock, faults.Enqueue);
        // The library takes no passphrase that is so short.
        using SrtListener listener = SrtListener.Start(poller, new IPEndPoint(IPAddress.Loopback, 0), new SrtSocketOptions { Passphrase = "short" }, new TestGate());
        using UdpClient caller = new(AddressFamily.InterNetwork);
        byte[] handshake = [0x80, .. new byte[63]];
        for (int tries = 1; tries <= 3; tries++)
        {
            int expected = tries;
            await Eventually.True(
                () =>
                {
                    caller.Send(handshake, listener.LocalEndPoint);
                    return faults.Count >= expected;
                },
                "a call did not make it try", cancellation: Cancellation);
            for (int i = 0; i < 10; i++) caller.Send(handshake, listener.LocalEndPoint);
            Assert.Throws<SocketException>(() => new UdpClient(listener.LocalEndPoint));
            Assert.Equal(expected, faults.Count);
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.All(faults, fault => Assert.Contains("libsrt does not listen", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task IPv6AndIPv4ReachOneListener()
    {
        TestGate gate = new();
        using SrtListener listener = SrtListener.Start(_poller, new IPEndPoint(IPAddress.IPv6Any, 0), new SrtSocketOptions(), gate);
        foreach (IPAddress address in Socket.OSSupportsIPv6 ? [IPAddress.IPv6Loopback, IPAddress.Loopback] : new[] { IPAddress.Loopback })
        {
            using SrtConnection caller = await SrtCall.ConnectAsync(_poller, new IPEndPoint(address, listener.LocalEndPoint.Port), new SrtSocketOptions { StreamId = "cam1" }, Cancellation);
            SrtConnection accepted = await gate.AcceptedAsync();
            Assert.Equal(address, accepted.RemoteEndPoint.Address);
            Assert.Equal(address, gate.LastPeer);
            accepted.Dispose();
        }
    }

    [Fact]
    public void MissingLibraryIsSaidWithItsPackage()
    {
        Assert.False(SrtLibrary.TryLoad(["libsrt-of-nobody.so.9"], out SrtLibrary? library, out string? problem));
        Assert.Null(library);
        Assert.Contains("install the package libsrt1.5-gnutls", problem, StringComparison.Ordinal);
        Assert.Contains("libsrt-of-nobody.so.9", problem, StringComparison.Ordinal);
    }

    private SrtListener Listen(TestGate gate) => SrtListener.Start(_poller, new IPEndPoint(IPAddress.Loopback, 0), new SrtSocketOptions { Latency = TimeSpan.FromMilliseconds(200) }, gate);

    private Task<SrtConnection> CallAsync(SrtListener listener, string streamId, SrtSocketOptions? options = null) =>
        SrtCall.ConnectAsync(_poller, listener.LocalEndPoint, (options ?? new SrtSocketOptions()) with { StreamId = streamId }, Cancellation);

    private static byte[] Message(int number)
    {
        byte[] bytes = new byte[1316];
        Array.Fill(bytes, (byte)number);
        return bytes;
    }
}
