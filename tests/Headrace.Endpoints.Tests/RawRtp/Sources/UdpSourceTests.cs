using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.RawRtp.Sources;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.RawRtp.Sources;

/// <summary>Sources that listen at a port of this machine, under their supervisor, with a clock that the test moves.</summary>
public sealed class UdpSourceTests : IAsyncDisposable
{
    private const int DatagramBytes = 7 * 188;

    private readonly VirtualTime _time = new();
    private readonly LogLines _log = new();
    private readonly StreamRegistry _streams;
    private readonly SessionRegistry _sessions = new();
    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly int _port = FreePorts.Next();
    private readonly LiveStream _stream;
    private SourceSupervisor? _supervisor;
    private long _sentBytes;

    public UdpSourceTests()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _streams = new StreamRegistry(new StreamRegistryOptions(), _time, _log);
        _stream = _streams.Configure("cam", new StreamOptions { IsPulled = true });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_supervisor is not null) await _supervisor.DisposeAsync();
        _sender.Dispose();
        _streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, _sessions.Count);
        Assert.Equal(0, _streams.Memory.Used);
        _log.Dispose();
    }

    [Fact]
    public async Task ATransportStreamIsPublishedAndWhenItStaysAwayItIsWaitedFor()
    {
        await StartAsync($"udp+mpegts://127.0.0.1:{_port}");
        MadeTransportStream made = new();
        await SendUntilAsync(made, () => _stream.Snapshot().State == StreamState.Active);
        Session session = Assert.Single(_sessions.All);
        Assert.Equal(("mpegts", "main", SessionRole.Publisher), (session.Protocol, session.Input, session.Role));

        // All that was sent has come, but for what told that there is a sender.
        await Eventually.True(() => session.BytesIn >= _sentBytes - 2 * DatagramBytes, "it has come", cancellation: Cancellation);
        Pass(25);
        await Eventually.True(() => _stream.Snapshot().Inputs[0].State == InputState.Error, "the input says that nothing comes", cancellation: Cancellation);
        Assert.Equal("nothing has come for 10 s", _stream.Snapshot().Inputs[0].LastError);
        Assert.Equal(SessionEndReason.TimedOut, session.EndReason);
        Assert.Single(_log.With("nothing has come for 10 s; it is waited for"));
        Pass(60);
        Assert.Single(_log.With("nothing has come for 10 s; it is waited for"));
        await SendUntilAsync(made, () => _stream.Snapshot().Inputs[0].State == InputState.Active);
        Assert.Equal(1, _sessions.Count);
    }

    [Fact]
    public async Task WhatComesAndIsNoMediaIsSaid()
    {
        await StartAsync($"udp+rtp://127.0.0.1:{_port}");
        for (int i = 0; i < 26; i++)
        {
            _sender.SendTo("hello"u8, new IPEndPoint(IPAddress.Loopback, _port));
            Pass(0.5);
        }

        await Eventually.True(
            () =>
            {
                Pass(0.1);
                return _stream.Snapshot().Inputs[0].LastError == "datagrams come, but no media that can be used has for 10 s";
            },
            "the input says what is wrong", cancellation: Cancellation);
        Assert.Equal(InputState.Error, _stream.Snapshot().Inputs[0].State);
    }

    [Fact]
    public async Task OtherSendersThanTheNamedOneAreNotHeard()
    {
        await StartAsync($"udp+mpegts://127.0.0.1:{_port}?source=127.0.0.9");
        MadeTransportStream made = new();
        for (int i = 0; i < 30; i++) Send(made);
        Assert.Equal(0, _sessions.Count);
        using Socket named = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        named.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        await SendUntilAsync(made, () => _stream.Snapshot().State == StreamState.Active, named);
    }

    [Theory]
    [InlineData("udp+mpegts://239.77.9.9:5000?localaddr=127.0.0.1", "239.77.9.9")]
    [InlineData("udp+rtp://[ff15::77]:5000", "ff15::77")]
    [InlineData("udp+mpegts://232.77.9.9:5000?localaddr=127.0.0.1&source=10.9.9.9", "10.9.9.9")]
    public async Task AGroupOrASenderThatTheRulesDoNotAllowIsNotListenedTo(string url, string forbidden)
    {
        Begin(url, address => address.ToString() != forbidden);
        await Eventually.True(() => _stream.Snapshot().Inputs[0].State == InputState.Error, "the input has failed", cancellation: Cancellation);
        Assert.Equal($"{forbidden} is not allowed for sources made through the API (sources)", _stream.Snapshot().Inputs[0].LastError);
    }

    [Fact]
    public async Task APortThatIsTakenIsTheInputsFault()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        Begin($"udp+mpegts://127.0.0.1:{_port}");
        await Eventually.True(() => _stream.Snapshot().Inputs[0].State == InputState.Error, "the input has failed", cancellation: Cancellation);
        Assert.StartsWith("it cannot be listened to: ", _stream.Snapshot().Inputs[0].LastError, StringComparison.Ordinal);
    }

    private void Begin(string url, Func<IPAddress, bool>? allows = null)
    {
        Assert.True(UdpLocation.TryParse(url, out UdpLocation? location));
        UdpSource source = new(new UdpSourceOptions { Stream = "cam", Input = "main", Location = location, Allows = allows }, _streams, _sessions, _time, _log);
        _supervisor = new SourceSupervisor(source, _stream, new SourceSupervisorOptions { Label = "main" }, _time, _log);
        _supervisor.Start();
    }

    private async Task StartAsync(string url)
    {
        Begin(url);
        await Eventually.True(() => _log.With("is listened to").Count == 1, "it listens", cancellation: Cancellation);
    }

    private async Task SendUntilAsync(MadeTransportStream made, Func<bool> condition, Socket? from = null) => await Eventually.True(
        () =>
        {
            Send(made, from);
            return condition();
        },
        "media has come", cancellation: Cancellation);

    private void Send(MadeTransportStream made, Socket? from = null)
    {
        foreach (byte[] datagram in made.Next().Chunk(DatagramBytes)) _sentBytes += (from ?? _sender).SendTo(datagram, new IPEndPoint(IPAddress.Loopback, _port));
        Pass(0.04);
    }

    private void Pass(double seconds)
    {
        for (int i = 0; i < seconds * 25; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(40));
            _streams.HandleTimeout(Headrace.Media.Timing.MonotonicTime.Now(_time));
        }
    }
}
