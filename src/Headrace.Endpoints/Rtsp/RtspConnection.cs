using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>
/// Drives one RTSP connection: reads bytes, lets the session decide, answers its questions about streams. One loop touches it; the
/// viewer's packets are written by the pump.
/// </summary>
internal sealed class RtspConnection : Session, IRtspCursorOwner
{
    /// <summary>How long a peer that is refused may take to read the last answer.</summary>
    private static readonly TimeSpan LastAnswerPatience = TimeSpan.FromSeconds(1);

    /// <summary>In a URL's query it asks for a description that names the groups: VLC takes them from there.</summary>
    private const string VlcMulticast = "vlcmulticast";

    private readonly TcpConnection _transport;
    private readonly RtspEndpointOptions _options;
    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RtspServerSession _session;
    private readonly RtspParser _parser;
    private readonly RtspReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(512);
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RtspViewing _viewing;
    private readonly RtspAccess? _access;
    private readonly RtspFrameWatch _frames;
    private readonly RtspUdpLink? _udp;
    private RtspPublisher? _publisher;
    private string? _input;
    private long _deadline;
    private long _bytesAtCheck;
    private long _bytesAtStart;
    private SessionEndReason _reason = SessionEndReason.ConnectionLost;

    public RtspConnection(
        TcpConnection transport, RtspEndpointOptions options, RtspUdpPorts? ports, RtspMulticast? multicast, StreamRegistry streams, TimeProvider clock, ILogger logger)
        : base(transport.IsSecure ? "rtsps" : "rtsp", transport.RemoteEndPoint, clock.GetUtcNow())
    {
        _transport = transport;
        _options = options;
        _streams = streams;
        _clock = clock;
        _logger = logger;
        if (ports is not null) _udp = new RtspUdpLink(ports, transport.RemoteEndPoint, transport.LocalEndPoint);
        RtspServerOptions sessionOptions = new()
        {
            Transports = options.Transports.Aggregate(RtspTransports.None, static (all, one) => all | one) & ~((ports is null ? RtspTransports.Udp : RtspTransports.None) | (multicast is null ? RtspTransports.Multicast : RtspTransports.None)),
            Preference = options.Transports,
            HandshakeTimeout = options.IdleTimeout, SessionTimeout = options.SessionTimeout, DecisionTimeout = options.DescribeTimeout + options.IdleTimeout,
        };
        _session = new RtspServerSession(sessionOptions, RandomNumberGenerator.GetHexString(16), Now);
        _parser = new RtspParser(_session.Channels);
        _access = options.Access is null ? null : new RtspAccess(options.Access);
        _viewing = new RtspViewing(this, options, multicast, transport.LocalEndPoint.Address, streams, clock);
        _frames = new RtspFrameWatch(_parser, this, logger);
        _deadline = _session.NextDeadline.Nanoseconds;
    }

    public override long BytesIn => _transport.BytesReceived + (_udp?.BytesReceived ?? 0);

    public override long BytesOut => _transport.Egress.BytesSent + _viewing.BytesSent + (_udp?.BytesReported ?? 0);

    public override string? Input => _input;

    public override long Skips => _viewing.Skips;

    public override TimeSpan? Lag => _viewing.Lag;

    public override ReceptionQuality? Quality => _viewing.Quality;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until the connection ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ReadAsync().ConfigureAwait(false);
            NoteTransportFault();
        }
        catch (Exception e)
        {
            // A fault in one connection is its own end, and nobody else's.
            _reason = SessionEndReason.InternalError;
            RtspLog.Failed(_logger, e, Remote);
        }
        finally
        {
            StopMedia(_reason);
            _received.Return();
            End(_reason);
            LogEnd(EndReason);
        }
    }

    /// <summary>Ends the session when its deadline has passed. From the endpoint's timer.</summary>
    /// <returns>True when it ended a connection that never became a publisher or a viewer.</returns>
    public bool CheckDeadline(MonotonicTime now)
    {
        if (Volatile.Read(ref _publisher) is { } publisher)
        {
            if (publisher.IsSilent(now, _options.MediaTimeout))
            {
                RtspLog.NoMedia(_logger, StreamName, Remote, _options.MediaTimeout.TotalSeconds);
                End(SessionEndReason.TimedOut);
                return false;
            }

            publisher.HandleTimeout(now);
            publisher.ReportFigures();
            publisher.CheckTracks(StreamName!, Remote, now, _options.MediaTimeout, _logger);
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

    /// <summary>Says that the viewer fell behind. From the pump.</summary>
    public void OnSkip(in ViewerSkip skip)
    {
        RtspLog.ViewerBehind(_logger, StreamName ?? "", Remote, skip.BehindMs, skip.Skips);
        if (skip.IsNews && StreamName is { } stream) _streams.Events.Publish(new ViewerTooSlow(stream, Id, skip.BehindMs, skip.Lost));
    }

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
                _reason = SessionEndReason.ProtocolError;
                return;
            }

            int count = await _transport.ReceiveAsync(free, CancellationToken.None).ConfigureAwait(false);
            if (count == 0) return;
            _received.Received(count);
            MonotonicTime now = Now;
            while (Parse(now))
            {
                while (_session.TryGetEvent(out RtspServerEvent? next)) await HandleAsync(next).ConfigureAwait(false);
                now = Now;
            }

            _frames.Check(now);
            Flush();
            Volatile.Write(ref _deadline, _session.NextDeadline.Nanoseconds);
            TimeSpan pause = _publisher?.PauseAfter(count, now) ?? TimeSpan.Zero;
            if (pause > TimeSpan.Zero) await Task.WhenAny(Task.Delay(pause, _clock), _ending.Task).ConfigureAwait(false);
        }

        StopMedia(_reason);
        await SendLastAnswerAsync().ConfigureAwait(false);
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
                    _session.Handle(element.Request, _output, now);
                    hasEvents = true;
                    break;
                case RtspElementKind.Fault:
                    _session.HandleFault(element.Fault, _output);
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

        ReadOnlySpan<byte> packet = frame.Payload.FirstSpan;
        if (isRtcp) _publisher?.HandleRtcp(track, packet, now);
        else _publisher?.HandleRtp(track, packet, now);
    }

    private async ValueTask HandleAsync(RtspServerEvent next)
    {
        switch (next)
        {
            case RtspServerEvent.DescribeRequested describe:
                await DescribeAsync(describe).ConfigureAwait(false);
                break;
            case RtspServerEvent.AnnounceRequested announce:
                Announce(announce);
                break;
            case RtspServerEvent.SetupRequested setup:
                SetUp(setup);
                break;
            case RtspServerEvent.PlayRequested play:
                Play(play);
                break;
            case RtspServerEvent.RecordRequested record:
                Record(record);
                break;
            case RtspServerEvent.Paused:
                StopSending();
                _udp?.StopRecording();
                _publisher?.Stop();
                break;
            case RtspServerEvent.TornDown:
                EndMediaSession();
                break;
            case RtspServerEvent.Ended ended:
                _reason = ended.Reason == RtspEndReason.Fault ? SessionEndReason.ProtocolError : SessionEndReason.TimedOut;
                if (ended.Reason == RtspEndReason.Fault) RtspLog.Fault(_logger, Remote, ended.Fault.ToText());
                break;
            case RtspServerEvent.Decision other:
                _session.Reject(other, RtspStatus.UnsupportedTransport, _output, Now);
                break;
        }
    }

    private async ValueTask DescribeAsync(RtspServerEvent.DescribeRequested describe)
    {
        if (RefusesAccess(describe, AccessAction.Read)) return;
        Volatile.Write(ref _deadline, _session.NextDeadline.Nanoseconds);
        (RtspStatus status, RtspPresentation? presentation) = await _viewing.DescribeAsync(
            describe.StreamName, describe.Url.Query.Contains(VlcMulticast, StringComparison.OrdinalIgnoreCase), describe.BindsSession, _ending.Task).ConfigureAwait(false);
        if (presentation is null)
        {
            if (status == RtspStatus.NotFound) RtspLog.NoSuchStream(_logger, Remote, describe.StreamName);
            else RtspLog.NotReady(_logger, Remote, describe.StreamName);
            _session.Reject(describe, status, _output, Now);
            return;
        }

        if (describe.BindsSession) StreamName = describe.StreamName;
        _session.RespondDescribe(describe, presentation, _output, Now);
    }

    private void Announce(RtspServerEvent.AnnounceRequested announce)
    {
        if (RefusesAccess(announce, AccessAction.Publish)) return;
        if (!Streaming.Paths.StreamName.TryParse(announce.StreamName, out _, out string? problem))
        {
            RtspLog.BadName(_logger, Remote, announce.StreamName, problem);
            Refuse(announce, RtspStatus.BadRequest);
            return;
        }

        if (!RtspPublisher.TryCreate(announce.Request.Body.Span, out RtspPublisher? publisher, out problem))
        {
            RtspLog.BadSdp(_logger, Remote, announce.StreamName, problem);
            Refuse(announce, RtspStatus.UnsupportedMediaType);
            return;
        }

        StreamName = announce.StreamName;
        _input = _access?.InputOf(announce.Url, _transport.RemoteEndPoint.Address);
        Volatile.Write(ref _publisher, publisher);
        _session.AcceptAnnounce(announce, publisher.Tracks, _output, Now);
    }

    /// <summary>Sets a track up over UDP, to and from the connection's peer and nobody else; or in the track's group, for viewers.</summary>
    private void SetUp(RtspServerEvent.SetupRequested setup)
    {
        bool isRecord = _publisher is not null;
        TransportSpec? transport = !setup.Transport.IsMulticast ? _udp?.TrySetUp(setup.Track, setup.Transport, setup.Ssrc, isRecord) : isRecord ? null : _viewing.SetUpMulticast(setup);
        if (transport is not null) _session.RespondSetup(setup, transport, _output, Now);
        else _session.Reject(setup, RtspStatus.UnsupportedTransport, _output, Now);
    }

    private void Record(RtspServerEvent.RecordRequested record)
    {
        PublishRefusal refusal = _publisher!.TryStart(_streams, this, record.Tracks, Now);
        if (refusal != PublishRefusal.None)
        {
            RtspLog.PublishRefused(_logger, Remote, StreamName, refusal);
            Refuse(record, refusal switch
            {
                PublishRefusal.NoUsableTracks => RtspStatus.UnsupportedMediaType,
                PublishRefusal.TooManyStreams => RtspStatus.NotEnoughBandwidth,
                PublishRefusal.MemoryPressure => RtspStatus.ServiceUnavailable,
                _ => RtspStatus.Forbidden,
            });
            return;
        }

        BeginMediaSession(SessionRole.Publisher);
        if (record.Tracks[0].Transport.Lower == LowerTransport.Tcp) _received.ExpectMedia();
        else _udp!.Record(_publisher, Now);
        _session.AcceptRecord(record, _output, Now);
        RtspLog.Publishing(_logger, StreamName, Remote, _publisher.Description);
    }

    private void Play(RtspServerEvent.PlayRequested play)
    {
        MonotonicTime now = Now;
        RtspStatus status = _viewing.TryPlay(play.Tracks, _transport.Egress, _udp, now, out ImmutableArray<RtpStart> starts);
        if (status != RtspStatus.Ok)
        {
            if (status == RtspStatus.NotFound) RtspLog.NoSuchStream(_logger, Remote, StreamName!);
            Refuse(play, status);
            return;
        }

        BeginMediaSession(SessionRole.Viewer);
        _session.RespondPlay(play, starts.IsEmpty ? RangeHeader.Live : new RangeHeader(RangeUnit.Npt) { Start = TimeSpan.Zero }, starts.AsSpan(), _output, now);
        Flush(_viewing.Source);
        _viewing.Start();
        RtspLog.Playing(_logger, StreamName, Remote, UserAgent ?? "a player without a name");
    }

    /// <summary>Asks for credentials, or says that they do not suffice.</summary>
    private bool RefusesAccess(RtspServerEvent.StreamDecision decision, AccessAction action)
    {
        if (_access?.Refusal(decision, action, _transport.RemoteEndPoint.Address, Now) is not { } refusal) return false;
        _reason = SessionEndReason.Refused;
        _session.Reject(decision, refusal, _output, Now);
        return true;
    }

    /// <summary>Says no. If the peer asks for nothing else that succeeds, it is why the session ended.</summary>
    private void Refuse(RtspServerEvent.Decision decision, RtspStatus status)
    {
        _reason = SessionEndReason.Refused;
        _session.Reject(decision, status, _output, Now);
    }

    private void BeginMediaSession(SessionRole role)
    {
        if (Role == SessionRole.Undecided) _bytesAtStart = BytesOut;
        Role = role;
        _transport.Establish();
        _reason = SessionEndReason.ConnectionLost;
    }

    /// <summary>The peer said goodbye; the connection may begin another session.</summary>
    private void EndMediaSession()
    {
        StopMedia(SessionEndReason.Closed);
        LogEnd(SessionEndReason.Closed);
        Role = SessionRole.Undecided;
        StreamName = null;
        _reason = SessionEndReason.Closed;
    }

    /// <summary>Hands what the session wrote to the egress.</summary>
    private void Flush()
    {
        if (_output.WrittenCount == 0) return;
        _transport.Egress.Post(_output.WrittenSpan.ToArray());
        _output.Clear();
    }

    /// <summary>The same, and right behind it a change of what is sent.</summary>
    private void Flush(IEgressSource? source)
    {
        _transport.Egress.Post(_output.WrittenSpan.ToArray(), source);
        _output.Clear();
    }

    /// <summary>
    /// Lets the last answer out before the connection is closed, and drops what the peer still sends: closing over unread bytes would
    /// reset the connection and take the answer with it.
    /// </summary>
    private async Task SendLastAnswerAsync()
    {
        _transport.Egress.PostLast(ReadOnlyMemory<byte>.Empty);
        using CancellationTokenSource patience = new(LastAnswerPatience, _clock);
        byte[] dropped = new byte[1024];
        try
        {
            while (await _transport.ReceiveAsync(dropped, patience.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // It had its time.
        }
    }

    private void StopMedia(SessionEndReason reason)
    {
        _udp?.Clear();
        _publisher?.Stop();
        Volatile.Write(ref _publisher, null);
        StopSending();
        _viewing.Stop(reason);
    }

    /// <summary>Hands out the answer that media end with: behind the last datagram, and over the connection nothing but answers comes behind it.</summary>
    private void StopSending()
    {
        if (!_viewing.HasViewer) return;
        _viewing.Pause();
        Flush(null);
    }

    private void NoteTransportFault()
    {
        switch (_transport.Fault.IsCompleted ? _transport.Fault.Result : EgressFault.PeerGone)
        {
            case EgressFault.RepliesNotRead:
                _reason = SessionEndReason.ProtocolError;
                RtspLog.Fault(_logger, Remote, "the peer asks and does not read the answers");
                break;
            case EgressFault.SourceFailed:
                _reason = SessionEndReason.InternalError;
                break;
        }
    }

    private void LogEnd(SessionEndReason? reason)
    {
        if (Role == SessionRole.Publisher) RtspLog.PublisherLeft(_logger, StreamName, Remote, reason);
        else if (Role == SessionRole.Viewer) RtspLog.ViewerLeft(_logger, StreamName, Remote, reason, BytesOut - _bytesAtStart, Skips);
        else RtspLog.ConnectionEnded(_logger, Remote, reason);
    }
}
