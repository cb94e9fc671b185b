using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
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
internal sealed class RtspConnection : Session
{
    private readonly TcpConnection _transport;
    private readonly RtspEndpointOptions _options;
    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RtspServerSession _session;
    private readonly RtspParser _parser;
    private readonly RtspReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(512);
    private LiveStream? _stream;
    private ImmutableArray<Media.Tracks.Track> _described = [];
    private RtspPublisher? _publisher;
    private RtspViewer? _viewer;
    private long _deadline;
    private long _bytesAtCheck;
    private SessionEndReason _reason = SessionEndReason.ConnectionLost;

    public RtspConnection(TcpConnection transport, RtspEndpointOptions options, StreamRegistry streams, TimeProvider clock, ILogger logger)
        : base("rtsp", transport.RemoteEndPoint, clock.GetUtcNow())
    {
        _transport = transport;
        _options = options;
        _streams = streams;
        _clock = clock;
        _logger = logger;
        RtspServerOptions sessionOptions = new() { HandshakeTimeout = options.IdleTimeout, SessionTimeout = options.SessionTimeout };
        _session = new RtspServerSession(sessionOptions, RandomNumberGenerator.GetHexString(16), Now);
        _parser = new RtspParser(_session.Channels);
        _deadline = _session.NextDeadline.Nanoseconds;
    }

    public override long BytesIn => _transport.BytesReceived;

    public override long BytesOut => _transport.Egress.BytesSent;

    public override long Skips => Volatile.Read(ref _viewer)?.Skips ?? 0;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until the connection ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A fault in one connection is its own end, and nobody else's.
            _reason = SessionEndReason.InternalError;
            RtspLog.Failed(_logger, e, Remote);
        }
        finally
        {
            StopMedia();
            _received.Return();
            End(_reason);
            LogEnd();
        }
    }

    /// <summary>Ends the session when its deadline has passed. From the endpoint's timer.</summary>
    public void CheckDeadline(MonotonicTime now)
    {
        long sent = BytesOut;
        if (sent != _bytesAtCheck)
        {
            // What a viewer takes is a sign of life.
            _bytesAtCheck = sent;
            Volatile.Write(ref _deadline, (now + _options.SessionTimeout).Nanoseconds);
            return;
        }

        if (now.Nanoseconds >= Volatile.Read(ref _deadline)) End(SessionEndReason.TimedOut);
        else if (Volatile.Read(ref _publisher) is { } publisher && now > publisher.LastMedia + _options.MediaTimeout) End(SessionEndReason.TimedOut);
    }

    /// <summary>Says that the viewer fell behind. From the pump.</summary>
    public void LogSkip(long behindMs, long skips) => RtspLog.ViewerBehind(_logger, StreamName ?? "", Remote, behindMs, skips);

    protected override void OnEnd() => _transport.Abort();

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

            Flush();
            Volatile.Write(ref _deadline, _session.NextDeadline.Nanoseconds);
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
        if (_publisher is null || !_session.Channels.TryGet(frame.Channel, out int track, out bool isRtcp)) return;
        ReadOnlySpan<byte> packet = frame.Payload.FirstSpan;
        if (isRtcp) _publisher.HandleRtcp(track, packet, now);
        else _publisher.HandleRtp(track, packet, now);
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
            case RtspServerEvent.PlayRequested play:
                Play(play);
                break;
            case RtspServerEvent.RecordRequested record:
                Record(record);
                break;
            case RtspServerEvent.Paused:
                if (_viewer is not null) Flush(null);
                break;
            case RtspServerEvent.TornDown:
                _reason = SessionEndReason.Closed;
                StopMedia();
                break;
            case RtspServerEvent.Ended ended:
                _reason = ended.Reason == RtspEndReason.Fault ? SessionEndReason.ProtocolError : SessionEndReason.TimedOut;
                if (ended.Reason == RtspEndReason.Fault) RtspLog.Fault(_logger, Remote, ended.Fault.ToText());
                Flush();
                break;
            case RtspServerEvent.Decision other:
                _session.Reject(other, RtspStatus.UnsupportedTransport, _output, Now);
                break;
        }
    }

    private async ValueTask DescribeAsync(RtspServerEvent.DescribeRequested describe)
    {
        LiveStream? stream = Streaming.Paths.StreamName.TryParse(describe.StreamName, out _, out _) ? _streams.Find(describe.StreamName) : null;
        if (stream is null || (!stream.HasPublisher && stream.Tracks.IsEmpty))
        {
            RtspLog.NoSuchStream(_logger, Remote, describe.StreamName);
            _session.Reject(describe, RtspStatus.NotFound, _output, Now);
            return;
        }

        await Task.WhenAny(stream.Ready, Task.Delay(_options.DescribeTimeout, _clock)).ConfigureAwait(false);
        ImmutableArray<Media.Tracks.Track> tracks = [.. stream.Tracks.Where(track => RtpSenders.CanCarry(track))];
        if (tracks.IsEmpty)
        {
            _session.Reject(describe, RtspStatus.ServiceUnavailable, _output, Now);
            return;
        }

        if (describe.BindsSession)
        {
            _stream = stream;
            _described = tracks;
            StreamName = stream.Name;
            Role = SessionRole.Viewer;
        }

        RtspPresentation presentation = new(RtpSdp.Write(stream.Name, tracks, TrackControl.Format), [.. tracks.Select((_, index) => new RtspTrack(TrackControl.Format(index)))]);
        _session.RespondDescribe(describe, presentation, _output, Now);
    }

    private void Announce(RtspServerEvent.AnnounceRequested announce)
    {
        if (!Streaming.Paths.StreamName.TryParse(announce.StreamName, out _, out string? problem))
        {
            RtspLog.BadName(_logger, Remote, announce.StreamName, problem);
            _session.Reject(announce, RtspStatus.BadRequest, _output, Now);
            return;
        }

        if (!SdpReader.TryRead(announce.Request.Body.Span, out SessionDescription sdp, out SdpError error))
        {
            RtspLog.BadSdp(_logger, Remote, announce.StreamName, error.ToString());
            _session.Reject(announce, RtspStatus.BadRequest, _output, Now);
            return;
        }

        StreamName = announce.StreamName;
        Role = SessionRole.Publisher;
        _publisher = new RtspPublisher(sdp);
        _session.AcceptAnnounce(announce, [.. sdp.Media.Select(media => new RtspTrack(media.Control ?? ""))], _output, Now);
    }

    private void Record(RtspServerEvent.RecordRequested record)
    {
        PublishRefusal refusal = _publisher!.TryStart(_streams, this, [.. record.Tracks.Select(setup => setup.Track)], Now);
        if (refusal != PublishRefusal.None)
        {
            _reason = SessionEndReason.Refused;
            RtspLog.PublishRefused(_logger, Remote, StreamName, refusal);
            _session.Reject(record, refusal switch
            {
                PublishRefusal.NoUsableTracks => RtspStatus.UnsupportedMediaType,
                PublishRefusal.TooManyStreams => RtspStatus.NotEnoughBandwidth,
                _ => RtspStatus.Forbidden,
            }, _output, Now);
            return;
        }

        _received.ExpectMedia();
        _session.AcceptRecord(record, _output, Now);
        RtspLog.Publishing(_logger, StreamName, Remote, _publisher.Description);
    }

    private void Play(RtspServerEvent.PlayRequested play)
    {
        if (_viewer is null && !_stream!.TryAddReader(this))
        {
            _session.Reject(play, RtspStatus.NotEnoughBandwidth, _output, Now);
            return;
        }

        // A viewer a PLAY: the pump may still be reading for the one before.
        RtspViewer? before = _viewer;
        MonotonicTime now = Now;
        Volatile.Write(ref _viewer, new RtspViewer(this, _stream!, RtspTcpBranch.Acquire(_stream!, _described), _transport.Egress, _described, play.Tracks));
        before?.Stop();
        ImmutableArray<RtpStart> starts = _viewer.Begin(now);
        _session.RespondPlay(play, starts.IsEmpty ? RangeHeader.Live : new RangeHeader(RangeUnit.Npt) { Start = TimeSpan.Zero }, starts.AsSpan(), _output, now);
        Flush(_viewer);
        RtspLog.Playing(_logger, StreamName, Remote, UserAgent);
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

    private void StopMedia()
    {
        _publisher?.Stop();
        _publisher = null;
        if (_viewer is null) return;
        Flush(null);
        _viewer.Stop();
        _stream?.RemoveReader(this);
        _viewer = null;
    }

    private void LogEnd()
    {
        if (Role == SessionRole.Publisher) RtspLog.PublisherLeft(_logger, StreamName, Remote, EndReason);
        else if (Role == SessionRole.Viewer) RtspLog.ViewerLeft(_logger, StreamName, Remote, EndReason, BytesOut, Skips);
        else RtspLog.ConnectionEnded(_logger, Remote, EndReason);
    }
}
