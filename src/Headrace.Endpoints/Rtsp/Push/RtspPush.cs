using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Forwarding;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Client;
using Headrace.Transport.Egress;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp.Push;

/// <summary>
/// Drives one connection to a server that a stream is published at: the record session decides, the egress or <see cref="PushDatagrams"/> sends. The reading loop and the timer take turns under
/// one lock; the pump reads the stream.
/// </summary>
internal sealed class RtspPush : ForwardSession
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the server may take to close the connection behind a goodbye.</summary>
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly ClientConnection _connection;
    private readonly RtspLocation _location;
    private readonly ForwardRun _run;
    private readonly ImmutableArray<Track> _tracks;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TcpEgress _egress;
    private readonly Lock _gate = new();
    private readonly RtspRecordSession _session;
    private readonly RtspParser _parser;
    private readonly ReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly EgressPump _pump;
    private readonly PushDatagrams? _datagrams;
    private RtspViewer? _feed;
    private bool _isSending;

    /// <summary>One connection; <paramref name="datagrams"/> is for what is sent over UDP, else null, and disposed with the session.</summary>
    public RtspPush(
        ClientConnection connection, RtspLocation location, string protocol, ForwardRun run, ImmutableArray<Track> tracks, ClientAuthorization? answer, PushDatagrams? datagrams,
        ForwardContext context)
        : base(protocol, connection.RemoteEndPoint, run, context.Clock)
    {
        _connection = connection;
        _location = location;
        _run = run;
        _tracks = tracks;
        _clock = context.Clock;
        _logger = context.Loggers.CreateLogger("Headrace.Rtsp");
        _pump = context.Pumps.Next();
        _datagrams = datagrams;
        _egress = connection.CreateEgress(_pump, OnFault);
        RtspClientOptions options = new() { ClientNonce = RandomNumberGenerator.GetHexString(16, lowercase: true) };
        byte[] description = RtpSdp.Write(run.Stream.Name, tracks, TrackControl.Format);
        _session = new RtspRecordSession(options, location, description, [.. tracks.Select((_, index) => TrackControl.Format(index))], answer, datagrams?.Ports ?? []);
        _parser = new RtspParser(_session.Channels);
    }

    public override long BytesIn => _connection.BytesReceived;

    public override long BytesOut => _connection.BytesSent + (_datagrams?.BytesSent ?? 0);

    public override long Skips => Volatile.Read(ref _feed)?.Skips ?? _datagrams?.Skips ?? 0;

    public override TimeSpan? Lag => Volatile.Read(ref _feed)?.Lag ?? _datagrams?.Lag;

    /// <summary>Where the server says that the stream belongs, or null.</summary>
    public RtspLocation? Redirection { get; private set; }

    /// <summary>The answer to a challenge behind which the server closed the connection: it wants it on another one. Else null.</summary>
    public ClientAuthorization? Answer { get; private set; }

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until the connection ends, for whatever reason.</summary>
    public async Task<ForwardEnd> RunAsync(CancellationToken cancellation)
    {
        await using ITimer timer = _clock.CreateTimer(_ => OnTick(), null, Tick, Tick);
        lock (_gate)
        {
            _session.Start(_output, Now);
            Flush();
        }

        Task reading = ReadAsync();
        try
        {
            return await WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAny(reading, Task.Delay(GoodbyeTimeout, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
            _connection.Dispose();
            await reading.ConfigureAwait(false);
        }
    }

    protected override void Stop()
    {
        lock (_gate)
        {
            Volatile.Read(ref _feed)?.Stop();
            _datagrams?.Dispose();
            _session.TearDown(_output, Now);
            bool hasGoodbye = _output.WrittenCount > 0 && EndReason is not (SessionEndReason.TooSlow or SessionEndReason.ConnectionLost);
            if (hasGoodbye) _egress.PostLast(_output.WrittenSpan.ToArray());
            else _connection.Dispose();
            _output.ResetWrittenCount();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                Memory<byte> free = _received.Free();
                int count = free.IsEmpty ? 0 : await _connection.ReceiveAsync(free).ConfigureAwait(false);
                if (free.IsEmpty) Fail($"it sent an element of more than {ReceiveBuffer.MaxLength} bytes", SessionEndReason.ProtocolError);
                if (count == 0) break;
                lock (_gate)
                {
                    _received.Received(count);
                    if (EndReason is null) Handle(Now);
                }
            }

            Lose();
        }
        catch (Exception e)
        {
            FailOnException(e);
        }
        finally
        {
            _received.Return();
        }
    }

    private void Handle(MonotonicTime now)
    {
        SequenceReader<byte> reader = new(_received.Unread);
        while (EndReason is null && _parser.TryRead(ref reader, out RtspElement element))
        {
            switch (element.Kind)
            {
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
                case RtspElementKind.Interleaved:
                    // Receiver reports: what reaches the server is not asked for.
                    break;
            }

            HandleEvents(now);
        }

        _received.Consume(reader.Consumed);
        Flush();
    }

    private void HandleEvents(MonotonicTime now)
    {
        while (_session.TryGetEvent(out RtspClientEvent? next))
        {
            switch (next)
            {
                case RtspClientEvent.Recording recording:
                    Begin(recording, now);
                    break;
                case RtspClientEvent.Redirected redirected:
                    Redirection = redirected.Location;
                    Fail("it redirects", SessionEndReason.Closed);
                    break;
                case RtspClientEvent.Ended ended:
                    Fail(ended.Text, ended.Reason == RtspClientEndReason.TimedOut ? SessionEndReason.TimedOut : SessionEndReason.Refused);
                    break;
            }
        }
    }

    private void Begin(RtspClientEvent.Recording recording, MonotonicTime now)
    {
        Flush();
        _isSending = true;
        if (_datagrams is not null)
        {
            if (_datagrams.Begin(this, _run.Stream, _tracks, recording.Tracks, _connection.RemoteEndPoint.Address, _pump, FailToSend, now) is { } fault) Fail(fault, SessionEndReason.ProtocolError);
            else _run.Begin(this);
            return;
        }

        RtspViewer feed = new(this, OnStalled, _run.Stream, RtspBranch.Acquire(_run.Stream, _tracks), _egress, _tracks, recording.Tracks);
        Volatile.Write(ref _feed, feed);
        feed.Begin(now);
        _egress.Post(default, feed);
        _run.Begin(this);
    }

    private void OnStalled() => Fail($"it has taken nothing for {RtspViewer.StallLimit.TotalSeconds:0} s", SessionEndReason.TooSlow);

    private void OnTick()
    {
        lock (_gate)
        {
            if (EndReason is not null) return;
            try
            {
                HandleTimeout(Now);
            }
            catch (Exception e)
            {
                FailOnException(e);
            }
        }
    }

    private void HandleTimeout(MonotonicTime now)
    {
        // Tracks that came since are announced on a connection of their own.
        if (_isSending && HasMore(_run.Stream.Tracks, _tracks)) End(SessionEndReason.FormatChanged);
        if (EndReason is not null) return;
        _session.HandleTimeout(_output, now);
        HandleEvents(now);
        Flush();
    }

    /// <summary>A fault of ours in one target is its own end, and nobody else's.</summary>
    private void FailOnException(Exception e)
    {
        RtspPushLog.Failed(_logger, e, StreamName!, _location);
        Fail("a fault of the server; the log has it", SessionEndReason.InternalError);
    }

    /// <summary>Hands what was written to the egress.</summary>
    private void Flush()
    {
        if (_output.WrittenCount == 0 || EndReason is not null) return;
        _egress.Post(_output.WrittenSpan.ToArray());
        _output.ResetWrittenCount();
    }

    private void OnFault(EgressFault fault)
    {
        if (fault == EgressFault.PeerGone) Lose();
        else Fail(fault == EgressFault.RepliesNotRead ? "it does not read what it is sent" : "a fault of the server; the log has it", SessionEndReason.ConnectionLost);
    }

    /// <summary>The connection is gone.</summary>
    private void Lose()
    {
        if (EndReason is not null) return;
        if (_session.IsAnsweringChallenge) Answer = _session.Authorization;
        Fail(Answer is not null ? "it closes the connection instead of hearing the answer to its challenge"
            : !_isSending ? "it closed the connection before it took media" : "it closed the connection");
    }
}
