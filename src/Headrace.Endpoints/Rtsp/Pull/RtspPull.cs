using System.Buffers;
using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Cryptography;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>
/// Drives one connection to a camera: reads bytes, lets the client session decide, publishes what comes. The reading loop and the timer take turns under
/// one lock, which is free but for the timer's two ticks a second.
/// </summary>
internal sealed class RtspPull : Session
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Packets that wait for earlier ones are given up at it.</summary>
    private static readonly TimeSpan UdpTick = TimeSpan.FromMilliseconds(50);

    private readonly ClientConnection _connection;
    private readonly RtspLocation _location;
    private readonly RtspSourceOptions _options;
    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly RtspClientSession _session;
    private readonly RtspParser _parser;
    private readonly RtspReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(512);
    private readonly RtspFrameWatch _frames;
    private readonly ReceiverReports _reports = new();
    private readonly RtspClientTransport _transport;
    private readonly PullPorts _ports;
    private RtspPublisher? _publisher;
    private ImmutableArray<RtspTrackSetup> _tracks = [];
    private MonotonicTime _playSince = MonotonicTime.Never;
    private MonotonicTime _mediaSince = MonotonicTime.Never;
    private PullEnd? _end;
    private SessionEndReason _reason = SessionEndReason.ConnectionLost;

    public RtspPull(
        ClientConnection connection, RtspLocation location, RtspClientTransport transport, ClientAuthorization? answer, RtspSourceOptions options, StreamRegistry streams, TimeProvider clock, ILogger logger)
        : base("rtsp", connection.RemoteEndPoint, clock.GetUtcNow())
    {
        _connection = connection;
        _location = location;
        _options = options;
        _streams = streams;
        _clock = clock;
        _logger = logger;
        StreamName = options.Stream;
        Role = SessionRole.Publisher;
        RtspClientOptions sessionOptions = new() { ClientNonce = RandomNumberGenerator.GetHexString(16, lowercase: true), RequestTimeout = options.RequestTimeout };
        _session = new RtspClientSession(sessionOptions, location, answer);
        _parser = new RtspParser(_session.Channels);
        _frames = new RtspFrameWatch(_parser, this, logger);
        _transport = transport;
        _ports = new PullPorts(connection.LocalEndPoint, connection.RemoteEndPoint, clock, HandleDatagram);
    }

    public override bool IsOurs => true;

    public override long BytesIn => _connection.BytesReceived + _ports.BytesReceived;

    public override long BytesOut => _connection.BytesSent;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until the connection ends, for whatever reason.</summary>
    public async Task<PullEnd> RunAsync(CancellationToken cancellation)
    {
        TimeSpan tick = _transport == RtspClientTransport.Tcp ? Tick : UdpTick;
        await using ITimer timer = _clock.CreateTimer(_ => OnTick(), null, tick, tick);
        await using CancellationTokenRegistration stop = cancellation.Register(() => End(SessionEndReason.ServerShutdown));
        MonotonicTime now = Now;
        try
        {
            lock (_gate)
            {
                _session.Start(_output, now);
                Flush();
            }

            await ReadAsync().ConfigureAwait(false);
        }
        finally
        {
            // Taking the lock once more: the timer may be at work.
            lock (_gate) Close();
            _received.Return();
        }

        now = Now;
        PullEnd end = _end ?? Lost();
        return end with { HadMedia = _mediaSince != MonotonicTime.Never, Worked = _mediaSince < now ? now - _mediaSince : TimeSpan.Zero };
    }

    protected override void OnEnd()
    {
        lock (_gate)
        {
            _session.TearDown(_output, Now);
            Flush();
            _ports.Close();
        }

        _connection.Dispose();
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            Memory<byte> free = _received.Free();
            if (free.IsEmpty)
            {
                _reason = SessionEndReason.ProtocolError;
                _end = new PullEnd($"it sent an element of more than {RtspReceiveBuffer.MaxLength} bytes");
                return;
            }

            int count = await _connection.ReceiveAsync(free).ConfigureAwait(false);
            if (count == 0) return;
            lock (_gate)
            {
                if (_end is not null) return;
                _received.Received(count);
                Handle(Now);
                if (_end is not null) return;
            }
        }
    }

    private void Handle(MonotonicTime now)
    {
        SequenceReader<byte> reader = new(_received.Unread);
        while (_end is null && _parser.TryRead(ref reader, out RtspElement element))
        {
            switch (element.Kind)
            {
                case RtspElementKind.Interleaved:
                    HandleFrame(element.Frame, now);
                    continue;
                case RtspElementKind.Response:
                    UserAgent ??= element.Response.Headers.Get(RtspHeaderNames.Server);
                    _session.Handle(element.Response, _output, now);
                    break;
                case RtspElementKind.Request:
                    _session.Handle(element.Request, _output, now);
                    break;
                case RtspElementKind.Fault:
                    _session.HandleFault(element.Fault);
                    break;
            }

            HandleEvents(now);
        }

        _received.Consume(reader.Consumed);
        _frames.Check(now);
        Flush();
    }

    private void HandleEvents(MonotonicTime now)
    {
        while (_session.TryGetEvent(out RtspClientEvent? next))
        {
            switch (next)
            {
                case RtspClientEvent.Described described:
                    Describe(described.Presentation, now);
                    break;
                case RtspClientEvent.Starting starting:
                    Begin(starting.Tracks, now);
                    break;
                case RtspClientEvent.Redirected redirected:
                    _reason = SessionEndReason.Closed;
                    _end = new PullEnd("it redirects") { Redirection = redirected.Location };
                    break;
                case RtspClientEvent.Ended ended:
                    Fail(ReasonOf(ended.Reason), ended.Text, isForTransport: ended.Reason == RtspClientEndReason.UnsupportedTransport);
                    break;
            }
        }
    }

    private void Describe(SessionDescription presentation, MonotonicTime now)
    {
        if (!RtspPublisher.TryCreate(presentation, out RtspPublisher? publisher, out string? problem))
        {
            Fail(SessionEndReason.ProtocolError, $"nothing of its session description can be received: {problem}");
            return;
        }

        _publisher = publisher;
        IEnumerable<int> usable = Enumerable.Range(0, presentation.Media.Length).Where(publisher.IsUsable).Take(LiveStream.MaxTracks);
        try
        {
            _session.SetUp([.. usable.Select(index => new RtspClientTrack(index, _transport, _transport == RtspClientTransport.Udp ? _ports.Open(index) : null))], _output, now);
        }
        catch (SocketException e)
        {
            Fail(SessionEndReason.InternalError, $"no ports for UDP: {e.Message}", isForTransport: true);
        }
    }

    private void Begin(ImmutableArray<RtspTrackSetup> tracks, MonotonicTime now)
    {
        _tracks = tracks;
        _playSince = now;
        if (_transport == RtspClientTransport.Tcp)
        {
            _received.ExpectMedia();
            return;
        }

        try
        {
            if (tracks.All(_ports.TryBegin)) return;
            Fail(SessionEndReason.ProtocolError, $"it agreed to a transport without an address: {tracks[0].Transport}", isForTransport: true);
        }
        catch (SocketException e)
        {
            Fail(SessionEndReason.InternalError, $"its group cannot be joined: {e.Message}", isForTransport: true);
        }
    }

    private void HandleFrame(in InterleavedFrame frame, MonotonicTime now)
    {
        if (_playSince == MonotonicTime.Never || !_session.Channels.TryGet(frame.Channel, out int track, out bool isRtcp))
        {
            _frames.OnStray(frame.Channel);
            return;
        }

        HandlePacket(track, isRtcp, frame.Payload.FirstSpan, now);
    }

    private void HandleDatagram(int track, bool isRtcp, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (_end is not null || EndReason is not null || _playSince == MonotonicTime.Never) return;
            try
            {
                HandlePacket(track, isRtcp, bytes, now);
            }
            catch (Exception e)
            {
                FailOnException(e);
            }
        }
    }

    private void HandlePacket(int track, bool isRtcp, ReadOnlySpan<byte> packet, MonotonicTime now)
    {
        if (_mediaSince == MonotonicTime.Never && !BeginMedia(isRtcp, now)) return;
        if (isRtcp) _publisher!.HandleRtcp(track, packet, now);
        else _publisher!.HandleRtp(track, packet, now);
    }

    /// <summary>Publishes from the first packet of media on: a camera that only says it plays takes nobody's place.</summary>
    private bool BeginMedia(bool isRtcp, MonotonicTime now)
    {
        if (isRtcp) return false;
        PublishRefusal refusal = _publisher!.TryStart(_streams, this, _tracks, now);
        if (refusal != PublishRefusal.None)
        {
            Fail(SessionEndReason.Refused, $"the stream does not take it ({refusal})");
            return false;
        }

        _mediaSince = now;
        RtspSourceLog.Sends(_logger, _options.Stream, _location, _publisher.Description);
        return true;
    }

    private void OnTick()
    {
        lock (_gate)
        {
            if (EndReason is not null) return;
            try
            {
                if (_end is null) HandleTimeout(Now);
            }
            catch (Exception e)
            {
                FailOnException(e);
            }

            // The reading loop waits for bytes that may never come.
            if (_end is not null) Close();
        }
    }

    private void HandleTimeout(MonotonicTime now)
    {
        _session.HandleTimeout(_output, now);
        HandleEvents(now);
        _publisher?.HandleTimeout(now);
        if (_end is null) CheckSilence(now);
        if (_mediaSince != MonotonicTime.Never && _end is null) Report(now);
        Flush();
    }

    private void CheckSilence(MonotonicTime now)
    {
        bool hasMedia = _mediaSince != MonotonicTime.Never;
        bool mayTryTcp = !hasMedia && _transport == RtspClientTransport.Udp && _options.Transport == RtspSourceTransport.Automatic;
        TimeSpan limit = mayTryTcp ? _options.UdpPatience : _options.MediaTimeout;
        bool isSilent = hasMedia ? _publisher!.IsSilent(now, limit) : _playSince != MonotonicTime.Never && now - _playSince > limit;
        if (isSilent) Fail(SessionEndReason.TimedOut, $"it is connected and has sent no media for {limit.TotalSeconds:0.#} s", isForTransport: mayTryTcp);
    }

    private void Report(MonotonicTime now)
    {
        _reports.Write(_publisher!, _tracks, now, _output, _ports);
        _publisher!.ReportFigures();
    }

    /// <summary>Hands what was written to the connection.</summary>
    private void Flush()
    {
        if (_output.WrittenCount == 0) return;
        if (!_connection.Post(_output.WrittenSpan.ToArray())) Fail(SessionEndReason.ProtocolError, "it does not read what it is sent");
        _output.ResetWrittenCount();
    }

    /// <summary>A fault of ours in one source is its own end, and nobody else's.</summary>
    private void FailOnException(Exception e)
    {
        RtspSourceLog.Failed(_logger, e, _options.Stream, _location);
        Fail(SessionEndReason.InternalError, "a fault of the server; the log has it");
    }

    private void Fail(SessionEndReason reason, string fault, bool isForTransport = false)
    {
        _reason = reason;
        _end ??= new PullEnd(fault) { IsForTransport = isForTransport };
    }

    /// <summary>Ends the publication and the connection. Idempotent.</summary>
    private void Close()
    {
        _publisher?.Stop();
        End(_reason);
    }

    private PullEnd Lost()
    {
        if (_session.IsAnsweringChallenge) return new PullEnd("it closes the connection instead of hearing the answer to its challenge") { Answer = _session.Authorization };
        if (EndReason != SessionEndReason.ConnectionLost) return new PullEnd($"the session was ended ({EndReason})");
        return new PullEnd(_mediaSince == MonotonicTime.Never ? "it closed the connection before it sent media" : "it closed the connection");
    }

    private static SessionEndReason ReasonOf(RtspClientEndReason reason) => reason switch
    {
        RtspClientEndReason.TimedOut => SessionEndReason.TimedOut,
        RtspClientEndReason.Fault or RtspClientEndReason.BadDescription or RtspClientEndReason.BadRedirect => SessionEndReason.ProtocolError,
        RtspClientEndReason.TornDown => SessionEndReason.Closed,
        _ => SessionEndReason.Refused,
    };
}
