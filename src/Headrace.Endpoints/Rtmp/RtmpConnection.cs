using System.Buffers;
using Headrace.Endpoints.Connections;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp;

/// <summary>
/// Drives one RTMP connection: reads bytes, lets the session decide, answers its questions about streams. One loop touches it; the viewer's chunks are written by the pump.
/// </summary>
internal sealed class RtmpConnection : Session, ICursorOwner, IServedConnection, IDisposable
{
    /// <summary>How long a viewer may take to hear that the stream is over.</summary>
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly TcpConnection _transport;
    private readonly RtmpEndpointOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RtmpServerSession _session;
    private readonly ReceiveBuffer _received = new();
    private readonly ConnectionReplies _replies;
    private readonly ConnectionOutcome _outcome;
    private readonly RtmpJudge _judge;
    private readonly RtmpPublishing _publishing;
    private readonly RtmpViewing _viewing;
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hasRun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _input;
    private byte[]? _goodbye;
    private long _deadline;
    private long _bytesAtCheck;

    public RtmpConnection(TcpConnection transport, RtmpEndpointOptions options, StreamRegistry streams, TimeProvider clock, ILogger logger)
        : base(transport.IsSecure ? "rtmps" : "rtmp", transport.RemoteEndPoint, clock.GetUtcNow())
    {
        _transport = transport;
        _options = options;
        _clock = clock;
        _logger = logger;
        _session = new RtmpServerSession(new RtmpServerOptions { HandshakeTimeout = options.IdleTimeout, SessionTimeout = options.SessionTimeout, SignIn = options.SignIn }, Now);
        _replies = new ConnectionReplies(transport, clock);
        _outcome = new ConnectionOutcome(this, transport, streams.Events, logger);
        _judge = new RtmpJudge(options.Access, streams);
        _publishing = new RtmpPublishing(this, options, streams, logger);
        _viewing = new RtmpViewing(this, options, transport.Egress, streams, clock, logger);
        _deadline = _session.NextDeadline.Nanoseconds;
    }

    public override long BytesIn => _transport.BytesReceived;

    public override long BytesOut => _transport.Egress.BytesSent;

    public override string? Input => _input;

    public override long Skips => _viewing.Skips;

    public override TimeSpan? Lag => _viewing.Lag;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    private string Agent => UserAgent ?? "it does not say what it is";

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
            StopMedia(EndReason ?? _outcome.Reason);
            _hasRun.TrySetResult();
            _received.Return();
            End(_outcome.Reason);
            _outcome.LogEnd(EndReason);
        }
    }

    /// <inheritdoc/>
    public bool CheckDeadline(MonotonicTime now)
    {
        if (!_publishing.Check(now))
        {
            End(SessionEndReason.TimedOut);
            return false;
        }

        // What a viewer takes is a sign of life.
        long sent = BytesOut;
        bool livesOn = Role == SessionRole.Viewer && (sent != _bytesAtCheck || _viewing.IsStreamPaused);
        _bytesAtCheck = sent;
        long deadline = Volatile.Read(ref _deadline);
        if (livesOn && deadline != long.MaxValue) Volatile.Write(ref _deadline, deadline = Math.Max(deadline, (now + _options.SessionTimeout).Nanoseconds));
        if (_viewing.IsPaused && deadline != long.MaxValue && now + (_options.SessionTimeout / 2) > new MonotonicTime(deadline)) Ping(now);
        if (now.Nanoseconds < deadline) return false;
        End(SessionEndReason.TimedOut);
        return Role == SessionRole.Undecided;
    }

    /// <summary>Says that the viewer fell behind. From the pump.</summary>
    public void OnSkip(in CursorSkip skip) => _outcome.NoteSkip(skip);

    /// <summary>Gives back what is held, behind <see cref="RunAsync"/>.</summary>
    public void Dispose() => _session.Dispose();

    protected override void OnEnd()
    {
        bool hearsIt = EndReason is SessionEndReason.PublisherGone or SessionEndReason.StreamRemoved or SessionEndReason.ServerShutdown or SessionEndReason.Kicked;
        if (hearsIt && Volatile.Read(ref _goodbye) is { } goodbye && _transport.Egress.PostLast(goodbye)) _ = AbortLaterAsync();
        else _transport.Abort();
        _ending.TrySetResult();
    }

    private async Task AbortLaterAsync()
    {
        await Task.WhenAny(_hasRun.Task, Task.Delay(GoodbyeTimeout, _clock)).ConfigureAwait(false);
        _transport.Abort();
    }

    /// <summary>Asks who pauses whether he is there: his answer is a sign of life.</summary>
    private void Ping(MonotonicTime now)
    {
        byte[] ping = RtmpServerSession.Ping((uint)(now.Nanoseconds / 1_000_000));
        if (_transport.Egress.Post(ping)) _bytesAtCheck += ping.Length;
    }

    private async Task ReadAsync()
    {
        while (!_session.IsEnded && _publishing.Fault is null && EndReason is null)
        {
            int count = await _transport.ReceiveAsync(_received.Free(), CancellationToken.None).ConfigureAwait(false);
            if (count == 0) return;
            _received.Received(count);
            bool hasEvents = true;
            while (hasEvents)
            {
                _publishing.Arrival = Now;
                _received.Consume(_session.Receive(_received.UnreadBytes, _replies.Buffer, _publishing.Arrival, _publishing));
                hasEvents = false;
                while (_session.TryGetEvent(out RtmpServerEvent? next))
                {
                    hasEvents = true;
                    await HandleAsync(next).ConfigureAwait(false);
                }
            }

            _replies.Flush();
            Volatile.Write(ref _deadline, _session.NextDeadline.Nanoseconds);
            TimeSpan pause = _publishing.PauseAfter(count, Now);
            if (pause > TimeSpan.Zero) await Task.WhenAny(Task.Delay(pause, _clock), _ending.Task).ConfigureAwait(false);
        }

        if (_publishing.Fault is { } fault)
        {
            _outcome.Reason = fault.Reason;
            RtmpLog.NotUsable(_logger, StreamName, Remote, fault.Text);
        }

        StopMedia(_outcome.Reason);
        if (EndReason is null) await _replies.SendLastAsync().ConfigureAwait(false);
    }

    private async ValueTask HandleAsync(RtmpServerEvent next)
    {
        switch (next)
        {
            case RtmpServerEvent.Connected connected:
                UserAgent = connected.Agent;
                break;
            case RtmpServerEvent.PublishRequested publish:
                Publish(publish);
                break;
            case RtmpServerEvent.PlayRequested play:
                await PlayAsync(play).ConfigureAwait(false);
                break;
            case RtmpServerEvent.PauseChanged { IsPaused: true }:
                _viewing.Pause();
                _replies.Flush(null);
                break;
            case RtmpServerEvent.PauseChanged:
                _viewing.Begin(Now);
                _replies.Flush(_viewing.Source);
                break;
            case RtmpServerEvent.Stopped:
                EndMediaSession();
                break;
            case RtmpServerEvent.Ended ended:
                if (ended.Reason == RtmpEndReason.Fault) _outcome.NoteFault(ended.Fault.ToText() + WrongPort.AdviceOn(ended.Fault));
                else _outcome.Reason = ended.Reason == RtmpEndReason.Challenged ? SessionEndReason.Refused : SessionEndReason.TimedOut;
                break;
        }
    }

    private void Publish(RtmpServerEvent.PublishRequested publish)
    {
        RtmpStreamAddress address = publish.Address;
        if (_judge.Judge(address, AccessAction.Publish, _transport.RemoteEndPoint.Address, out AccessGrant? grant) is { } verdict)
        {
            RtmpLog.PublishRefused(_logger, Remote, address.Name, verdict.Detail);
            Refuse(publish, verdict);
            return;
        }

        _input = _judge.InputOf(address, _transport.RemoteEndPoint.Address);
        BeginMediaSession(SessionRole.Publisher, address.Name, grant);
        _received.ExpectMedia();
        _publishing.Begin(Now);
        _session.AcceptPublish(publish, _replies.Buffer, Now);
        RtmpLog.Publishing(_logger, StreamName, Remote, Agent);
    }

    private async ValueTask PlayAsync(RtmpServerEvent.PlayRequested play)
    {
        RtmpStreamAddress address = play.Address;
        Volatile.Write(ref _deadline, long.MaxValue);
        RtmpVerdict? verdict = _judge.Judge(address, AccessAction.Read, _transport.RemoteEndPoint.Address, out AccessGrant? grant)
            ?? await _viewing.EnterAsync(address.Name, _ending.Task).ConfigureAwait(false);
        if (verdict is not null)
        {
            RtmpLog.PlayRefused(_logger, Remote, address.Name, verdict.Detail);
            Refuse(play, verdict);
            return;
        }

        BeginMediaSession(SessionRole.Viewer, address.Name, grant);
        _session.AcceptPlay(play, _replies.Buffer, Now);
        ArrayBufferWriter<byte> goodbye = new();
        _session.EndPlay("The stream is over.", goodbye);
        Volatile.Write(ref _goodbye, goodbye.WrittenSpan.ToArray());
        _viewing.Begin(Now);
        _replies.Flush(_viewing.Source);
        ConnectionLog.Playing(_logger, StreamName, Remote, Agent);
    }

    private void BeginMediaSession(SessionRole role, string stream, AccessGrant? grant)
    {
        _outcome.BeginMedia();
        StreamName = stream;
        Grant = grant;
        Role = role;
    }

    /// <summary>Says no. If the peer asks for nothing else that succeeds, it is why the session ended.</summary>
    private void Refuse(RtmpServerEvent.Decision decision, RtmpVerdict verdict)
    {
        _outcome.Reason = SessionEndReason.Refused;
        StreamName = null;
        _session.Reject(decision, verdict.Refusal, verdict.Detail, _replies.Buffer, Now);
    }

    /// <summary>The peer said goodbye; the connection may begin another session.</summary>
    private void EndMediaSession()
    {
        if (Role == SessionRole.Viewer) _replies.Flush(null);
        StopMedia(SessionEndReason.Closed);
        _outcome.EndMedia();
        Volatile.Write(ref _goodbye, null);
        Role = SessionRole.Undecided;
        StreamName = null;
        Grant = null;
    }

    private void StopMedia(SessionEndReason reason)
    {
        _publishing.Stop();
        _viewing.Stop(reason);
    }
}
