using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp;

/// <summary>The ports for RTP without signalling: who sends there publishes.</summary>
public sealed class RawRtpEndpoint : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _clock;
    private readonly UdpPair _pair;
    private readonly RawRtpReceiver _receiver;
    private readonly ITimer _timer;
    private int _isTicking;

    private RawRtpEndpoint(UdpPair pair, RawRtpOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILogger logger)
    {
        _clock = clock;
        _pair = pair;
        _receiver = new RawRtpReceiver(options, streams, sessions, Send, clock, logger);
        _timer = clock.CreateTimer(_ => HandleTimeout(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        RawRtpLog.Listening(logger, pair.Rtp.LocalEndPoint, pair.Rtcp.LocalEndPoint.Port, pair.Rtp.ReceiveBufferBytes);
        Start("raw-rtp", pair.Rtp, new Port(this, isRtcp: false));
        Start("raw-rtcp", pair.Rtcp, new Port(this, isRtcp: true));
    }

    /// <summary>Where RTP is received.</summary>
    public IPEndPoint LocalEndPoint => _pair.Rtp.LocalEndPoint;

    /// <summary>Where RTCP is received.</summary>
    public IPEndPoint RtcpEndPoint => _pair.Rtcp.LocalEndPoint;

    /// <summary>Datagrams that were neither RTP nor RTCP nor a transport stream.</summary>
    public long Unreadable => _receiver.Unreadable;

    /// <summary>Sources that were not let in, each time that they were not.</summary>
    public long Refused => _receiver.Refused;

    /// <summary>Opens the ports. Throws <see cref="System.Net.Sockets.SocketException"/> when one cannot be had.</summary>
    public static RawRtpEndpoint Start(RawRtpOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers)
    {
        UdpPair pair = options.Listen.Port == 0 && options.RtcpPort == 0
            ? UdpPair.OpenFirst(options.Listen.Address, 0, 0)
            : UdpPair.Open(options.Listen.Address, options.Listen.Port, options.RtcpPort);
        return new RawRtpEndpoint(pair, options, streams, sessions, clock, loggers.CreateLogger("Headrace.Rtp"));
    }

    /// <summary>Makes other settings hold.</summary>
    public void Configure(RawRtpSettings settings) => _receiver.Configure(settings);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pair.Dispose();
        _timer.Dispose();
        _receiver.Dispose();
    }

    private void Start(string name, UdpSocket socket, Port port)
    {
        Thread thread = new(() => socket.Receive(port, _clock)) { IsBackground = true, Name = name };
        thread.Start();
    }

    private void Send(ReadOnlySpan<byte> report, in RtcpTarget to) => (to.IsMuxed ? _pair.Rtp : _pair.Rtcp).Send(report, to.Address);

    private void Handle(bool isRtcp, ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
    {
        if (isRtcp) _receiver.HandleRtcp(bytes, new RtcpTarget(from, IsMuxed: false), now);
        else _receiver.HandleRtp(bytes, from, now);
        if (_receiver.IsBusy && Volatile.Read(ref _isTicking) == 0 && Interlocked.Exchange(ref _isTicking, 1) == 0) _timer.Change(Tick, Tick);
    }

    private void HandleTimeout()
    {
        _receiver.HandleTimeout(MonotonicTime.Now(_clock));
        if (_receiver.IsBusy) return;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _isTicking, 0);
    }

    private sealed class Port(RawRtpEndpoint owner, bool isRtcp) : IUdpHandler
    {
        public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now) => owner.Handle(isRtcp, bytes, from, now);
    }
}
