using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>
/// Drives one RTSP connection: reads bytes, lets the session decide, answers its questions about streams. One loop touches it; the
/// viewer's packets are written by the pump.
/// </summary>
internal sealed class RtspConnection : Session, ICursorOwner, IServedConnection
{
    private readonly TcpConnection _transport;
    private readonly RtspEndpointOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RtspServerSession _session;
    private readonly RtspParser _parser;
    private readonly ReceiveBuffer _received = new();
    private readonly ConnectionReplies _replies;
    private readonly ConnectionOutcome _outcome;
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RtspPublishing _publishing;
    private readonly RtspViewing _viewing;
    private readonly RtspRequests _requests;
    private readonly RtspFrameWatch _frames;
    private readonly RtspUdpLink? _udp;
    private string? _input;
    private long _deadline;
    private long _bytesAtCheck;

    public RtspConnection(
        TcpConnection transport, RtspEndpointOptions options, RtspUdpPorts? ports, RtspMulticast? multicast, StreamRegistry streams, TimeProvider clock, ILogger logger)
        : base(transport.IsSecure ? "rtsps" : "rtsp", transport.RemoteEndPoint, clock.GetUtcNow())
    {
        _transport = transport;
        _options = options;
        _clock = clock;
        _logger = logger;
        UdpPorts = ports;
        if (ports is not null) _udp = new RtspUdpLink(ports, transport.RemoteEndPoint, transport.LocalEndPoint);
        RtspServerOptions sessionOptions = new()
        {
            Transports = options.Transports.Aggregate(RtspTransports.None, static (all, one) => all | one) & ~((ports is null ? RtspTransports.Udp : RtspTransports.None) | (multicast is null ? RtspTransports.Multicast : RtspTransports.None)),
            Preference = options.Transports,
            HandshakeTimeout = options.IdleTimeout, SessionTimeout = options.SessionTimeout, DecisionTimeout = StreamOptions.LongestWait + options.DescribeTimeout + options.IdleTimeout,
        };
        _session = new RtspServerSession(sessionOptions, RandomNumberGenerator.GetHexString(16), Now);
        _parser = new RtspParser(_session.Channels);
        _replies = new ConnectionReplies(transport, clock);
        _outcome = new ConnectionOutcome(this, transport, streams.Events, logger);
        _publishing = new RtspPublishing(this, options, _udp, streams, logger);
        _viewing = new RtspViewing(this, options, multicast, transport.LocalEndPoint.Address, streams, clock, logger);
        RtspAccess? access = options.Access is null ? null : new RtspAccess(options.Access);
        _requests = new RtspRequests(this, _session, _replies, _publishing, _viewing, _udp, access, transport.Egress, clock, logger);
        _frames = new RtspFrameWatch(_parser, this, logger);
        _deadline = _session.NextDeadline.Nanoseconds;
    }

    /// <summary>The ports by which it may send and receive over UDP; null where there are none.</summary>
    internal RtspUdpPorts? UdpPorts { get; }

    public override long BytesIn => _transport.BytesReceived + (_udp?.BytesReceived ?? 0);

    public override long BytesOut => _transport.Egress.BytesSent + _viewing.BytesSent + (_udp?.BytesReported ?? 0);

    public override string? Input => _input;

    public override long Skips => _viewing.Skips;

    public override TimeSpan? Lag => _viewing.Lag;

    public override ReceptionQuality? Quality => _viewing.Quality;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>The peer's address.</summary>
    public IPAddress Peer => _transport.RemoteEndPoint.Address;

    /// <inheritdoc/>
    public async Task RunAsync()
    {
        try
        {
            await ReadAsync().ConfigureAwait(false);
            _outcome.NoteTransportFault();
        }
        catch (Exception e)
        {
            _outcome.NoteException(e);
        }
        finally
        {
            StopMedia(_outcome.Reason);
            _received.Return();
            End(_outcome.Reason);
            _outcome.LogEnd(EndReason);
        }
    }

    /// <inheritdoc/>
    public bool CheckDeadline(MonotonicTime now)
    {
        if (_publishing.Fault is { } fault)
        {
            RtspLog.TransportStreamRefused(_logger, StreamName, Remote, fault.Text);
            End(fault.Reason);
            return false;
        }

        if (!_publishing.Check(now))
        {
            RtspLog.NoMedia(_logger, StreamName, Remote, _options.MediaTimeout.TotalSeconds, _publishing.AdviceOnSilence);
            End(SessionEndReason.TimedOut);
            return false;
        }

        // What comes over UDP is a sign of life, and so is what a viewer takes over TCP.
        if (_udp is not null && now < _udp.LastHeard + _options.SessionTimeout && _udp.LastHeard.Nanoseconds != 0) return false;
        long sent = _transport.Egress.BytesSent;
        if (sent != _bytesAtCheck || _viewing.IsPaused)
        {
            _bytesAtCheck = sent;
            Volatile.Write(ref _deadline, (now + _options.SessionTimeout).Nanoseconds);
            return false;
        }

        if (now.Nanoseconds < Volatile.Read(ref _deadline)) return false;
        End(SessionEndReason.TimedOut);
        return Role == SessionRole.Undecided;
    }

    /// <summary>Lives as long as the session says now.</summary>
    public void FollowDeadline() => Volatile.Write(ref _deadline, _session.NextDeadline.Nanoseconds);

    /// <summary>Says which stream it is about.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="grant">What it was let in by, or null.</param>
    /// <param name="input">Which of the stream's own inputs it publishes, or null.</param>
    public void BindTo(string stream, AccessGrant? grant, string? input = null)
    {
        StreamName = stream;
        Grant = grant;
        _input = input;
    }

    /// <summary>Something was refused: if the peer asks for nothing else that succeeds, it is why the session ended.</summary>
    public void NoteRefusal() => _outcome.Reason = SessionEndReason.Refused;

    /// <summary>Media flows from now on.</summary>
    /// <param name="role">Whose.</param>
    /// <param name="expectsMedia">True where it comes within the connection.</param>
    public void BeginMediaSession(SessionRole role, bool expectsMedia)
    {
        _outcome.BeginMedia(isNew: Role == SessionRole.Undecided);
        Role = role;
        if (expectsMedia) _received.ExpectMedia();
    }

    /// <summary>Says that the viewer fell behind. From the pump.</summary>
    public void OnSkip(in CursorSkip skip) => _outcome.NoteSkip(skip);

    protected override void OnEnd()
    {
        _transport.Abort();
        _ending.TrySetResult();
    }

    private async Task ReadAsync()
    {
        while (!_session.IsEnded)
        {
            Memory<byte> free = _received.Free();
            if (free.IsEmpty)
            {
                _outcome.Reason = SessionEndReason.ProtocolError;
                return;
            }

            int? received = _parser.AwaitsBody ? await ReceiveBodyAsync(free).ConfigureAwait(false) : await _transport.ReceiveAsync(free, CancellationToken.None).ConfigureAwait(false);
            if (received == 0) return;
            if (received is { } count) _received.Received(count);
            else _session.HandleFault(RtspFault.BodyTooShort, _replies.Buffer);
            MonotonicTime now = Now;
            do
            {
                while (_session.TryGetEvent(out RtspServerEvent? next)) await HandleAsync(next).ConfigureAwait(false);
                now = Now;
            }
            while (Parse(now));

            _frames.Check(now);
            _replies.Flush();
            FollowDeadline();
            TimeSpan pause = _publishing.PauseAfter(received ?? 0, now);
            if (pause > TimeSpan.Zero) await Task.WhenAny(Task.Delay(pause, _clock), _ending.Task).ConfigureAwait(false);
        }

        StopMedia(_outcome.Reason);
        await _replies.SendLastAsync().ConfigureAwait(false);
    }

    /// <summary>Receives more of a body; null when none comes for half of the time that a connection may be silent.</summary>
    private async ValueTask<int?> ReceiveBodyAsync(Memory<byte> free)
    {
        using CancellationTokenSource patience = new(_options.IdleTimeout / 2, _clock);
        try
        {
            return await _transport.ReceiveAsync(free, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Takes elements until one asks for something; true when there are events.</summary>
    private bool Parse(MonotonicTime now)
    {
        SequenceReader<byte> reader = new(_received.Unread);
        bool hasEvents = false;
        while (!hasEvents && _parser.TryRead(ref reader, out RtspElement element))
        {
            switch (element.Kind)
            {
                case RtspElementKind.Interleaved:
                    HandleFrame(element.Frame, now);
                    break;
                case RtspElementKind.Request:
                    UserAgent ??= element.Request.Headers.Get(RtspHeaderNames.UserAgent);
                    _session.Handle(element.Request, _replies.Buffer, now);
                    hasEvents = true;
                    break;
                case RtspElementKind.Fault:
                    _session.HandleFault(element.Fault, _replies.Buffer);
                    hasEvents = true;
                    break;
            }
        }

        _received.Consume(reader.Consumed);
        return hasEvents;
    }

    private void HandleFrame(in InterleavedFrame frame, MonotonicTime now)
    {
        _session.KeepAlive(now);
        if (!_session.Channels.TryGet(frame.Channel, out int track, out bool isRtcp))
        {
            _frames.OnStray(frame.Channel);
            return;
        }

        _publishing.Handle(track, isRtcp, frame.Payload.FirstSpan, now);
    }

    private async ValueTask HandleAsync(RtspServerEvent next)
    {
        switch (next)
        {
            case RtspServerEvent.Decision decision:
                await _requests.AnswerAsync(decision, _ending.Task).ConfigureAwait(false);
                break;
            case RtspServerEvent.Paused:
                StopSending();
                _publishing.Pause();
                break;
            case RtspServerEvent.TornDown:
                EndMediaSession();
                break;
            case RtspServerEvent.Ended ended:
                if (ended.Reason == RtspEndReason.Fault) _outcome.NoteFault(ended.Fault.ToText() + WrongPort.AdviceOn(ended.Fault));
                else _outcome.Reason = SessionEndReason.TimedOut;
                break;
        }
    }

    /// <summary>The peer said goodbye; the connection may begin another session.</summary>
    private void EndMediaSession()
    {
        StopMedia(SessionEndReason.Closed);
        _outcome.EndMedia();
        Role = SessionRole.Undecided;
        StreamName = null;
        Grant = null;
    }

    private void StopMedia(SessionEndReason reason)
    {
        _publishing.Stop();
        _udp?.Clear();
        StopSending();
        _viewing.Stop(reason);
    }

    /// <summary>Hands out the answer that media end with: behind the last datagram, and over the connection nothing but answers comes behind it.</summary>
    private void StopSending()
    {
        if (!_viewing.HasViewer) return;
        _viewing.Pause();
        _replies.Flush(null);
    }
}
