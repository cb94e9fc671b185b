using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Endpoints.Connections;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>
/// Drives one connection to a camera: reads bytes, lets the client session decide, gives packets to <see cref="PullMedia"/>. The reading loop, the timer and the
/// loops of UDP ports take turns under one lock.
/// </summary>
internal sealed class RtspPull : Session
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Packets that wait for earlier ones are given up at it.</summary>
    private static readonly TimeSpan UdpTick = TimeSpan.FromMilliseconds(50);

    private readonly ClientConnection _connection;
    private readonly RtspLocation _location;
    private readonly RtspClientTransport _transport;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly RtspClientSession _session;
    private readonly RtspParser _parser;
    private readonly ReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(512);
    private readonly RtspFrameWatch _frames;
    private readonly PullPorts _ports;
    private readonly PullMedia _media;
    private PullEnd? _end;

    public RtspPull(
        ClientConnection connection, RtspLocation location, RtspClientTransport transport, ClientAuthorization? answer, RtspSourceOptions options, StreamRegistry streams,
        TimeProvider clock, ILogger logger)
        : base("rtsp", connection.RemoteEndPoint, clock.GetUtcNow())
    {
        _connection = connection;
        _location = location;
        _transport = transport;
        _clock = clock;
        _logger = logger;
        StreamName = options.Stream;
        Input = options.Input;
        Role = SessionRole.Publisher;
        RtspClientOptions sessionOptions = new() { ClientNonce = RandomNumberGenerator.GetHexString(16, lowercase: true), RequestTimeout = options.RequestTimeout };
        _session = new RtspClientSession(sessionOptions, location, answer);
        _parser = new RtspParser(_session.Channels);
        _frames = new RtspFrameWatch(_parser, this, logger);
        _ports = new PullPorts(connection.LocalEndPoint, connection.RemoteEndPoint, clock, HandleDatagram);
        _media = new PullMedia(options, location, transport, _ports, streams, logger);
    }

    public override string? Input { get; }

    public override long BytesIn => _connection.BytesReceived + _ports.BytesReceived;

    public override long BytesOut => _connection.BytesSent;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until the connection ends, for whatever reason.</summary>
    public async Task<PullEnd> RunAsync(CancellationToken cancellation)
    {
        TimeSpan tick = _transport == RtspClientTransport.Tcp ? Tick : UdpTick;
        await using ITimer timer = _clock.CreateTimer(_ => OnTick(), null, tick, tick);
        await using CancellationTokenRegistration stop = cancellation.Register(() => End(SessionEndReason.ServerShutdown));
        try
        {
            lock (_gate)
            {
                _session.Start(_output, Now);
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

        return (_end ?? Lost()) with { HadMedia = _media.HasCome, Worked = _media.TimeSinceFirst(Now) };
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
                lock (_gate) Fail(new PullEnd($"it sent an element of more than {ReceiveBuffer.MaxLength} bytes", SessionEndReason.ProtocolError));
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
                    Fail(_media.Choose(described.Presentation, out ImmutableArray<RtspClientTrack> tracks));
                    if (_end is null) _session.SetUp(tracks, _output, now);
                    break;
                case RtspClientEvent.Starting starting:
                    Fail(_media.Expect(starting.Tracks, now));
                    if (_transport == RtspClientTransport.Tcp) _received.ExpectMedia();
                    break;
                case RtspClientEvent.Redirected redirected:
                    Fail(new PullEnd("it redirects", SessionEndReason.Closed) { Redirection = redirected.Location });
                    break;
                case RtspClientEvent.Ended ended:
                    Fail(new PullEnd(ended.Text, ReasonOf(ended.Reason)) { Cause = CauseOf(ended), IsForTransport = ended.Reason == RtspClientEndReason.UnsupportedTransport });
                    break;
            }
        }
    }

    private void HandleFrame(in InterleavedFrame frame, MonotonicTime now)
    {
        if (_media.IsExpected && _session.Channels.TryGet(frame.Channel, out int track, out bool isRtcp))
            Fail(_media.Handle(this, track, isRtcp, frame.Payload.FirstSpan, now));
        else
            _frames.OnStray(frame.Channel);
    }

    private void HandleDatagram(int track, bool isRtcp, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (_end is not null || EndReason is not null || !_media.IsExpected) return;
            try
            {
                Fail(_media.Handle(this, track, isRtcp, bytes, now));
            }
            catch (Exception e)
            {
                FailOnException(e);
            }
        }
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
        if (_end is null) Fail(_media.HandleTimeout(_output, now));
        Flush();
    }

    /// <summary>Hands what was written to the connection.</summary>
    private void Flush()
    {
        if (_output.WrittenCount == 0) return;
        if (!_connection.Post(_output.WrittenSpan.ToArray())) Fail(new PullEnd("it does not read what it is sent", SessionEndReason.ProtocolError));
        _output.ResetWrittenCount();
    }

    /// <summary>A fault of ours in one source is its own end, and nobody else's.</summary>
    private void FailOnException(Exception e)
    {
        RtspSourceLog.Failed(_logger, e, StreamName!, _location);
        Fail(new PullEnd("a fault of the server; the log has it", SessionEndReason.InternalError));
    }

    /// <summary>Notes why it ends; null is no reason, and the first one stays.</summary>
    private void Fail(PullEnd? end) => _end ??= end;

    /// <summary>Ends the publication and the connection. Idempotent.</summary>
    private void Close()
    {
        _media.Stop();
        End(_end?.Reason ?? SessionEndReason.ConnectionLost);
    }

    private PullEnd Lost()
    {
        SessionEndReason reason = EndReason ?? SessionEndReason.ConnectionLost;
        if (_session.IsAnsweringChallenge) return new PullEnd("it closes the connection instead of hearing the answer to its challenge", reason) { Cause = SourceCause.Unauthorized, Answer = _session.Authorization };
        if (reason != SessionEndReason.ConnectionLost) return new PullEnd($"the session was ended ({reason})", reason);
        return new PullEnd(_media.HasCome ? "it closed the connection" : "it closed the connection before it sent media", reason) { Cause = SourceCause.ConnectionLost };
    }

    private static SourceCause CauseOf(RtspClientEvent.Ended ended) => ended.Reason switch
    {
        RtspClientEndReason.Fault => SourceCause.ProtocolError,
        RtspClientEndReason.TimedOut => SourceCause.NoAnswer,
        RtspClientEndReason.Unauthorized => SourceCause.Unauthorized,
        RtspClientEndReason.TornDown => SourceCause.ConnectionLost,
        _ => ended.Status is { } status ? SourceFault.CauseOf((int)status) : SourceCause.Unknown,
    };

    private static SessionEndReason ReasonOf(RtspClientEndReason reason) => reason switch
    {
        RtspClientEndReason.TimedOut => SessionEndReason.TimedOut,
        RtspClientEndReason.Fault or RtspClientEndReason.BadDescription or RtspClientEndReason.BadRedirect => SessionEndReason.ProtocolError,
        RtspClientEndReason.TornDown => SessionEndReason.Closed,
        _ => SessionEndReason.Refused,
    };
}
