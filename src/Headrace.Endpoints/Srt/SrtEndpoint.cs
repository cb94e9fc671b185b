using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Srt;
using Headrace.Transport.Tcp;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Srt;

/// <summary>The SRT server: listens on one port, lets callers in by their stream ids, and runs an <see cref="SrtSession"/> for each.</summary>
public sealed class SrtEndpoint : ISrtGate, IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    private static readonly SrtVerdict Full = new(SrtRejection.Overload, "there are as many connections as there may be", null);

    private readonly SrtPoller _poller;
    private readonly StreamRegistry _streams;
    private readonly SessionRegistry _sessions;
    private readonly EgressPumps _pumps;
    private readonly ConnectionAdmission _admission;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SrtJudge _judge;
    private readonly SrtRefusals _refusals = new();
    private readonly SrtHandshakes _handshakes = new();
    private readonly LineThrottle _lines;
    private readonly ConcurrentDictionary<SrtSession, bool> _live = new();
    private volatile SrtEndpointOptions _options;
    private volatile SrtPassphrases _passphrases;
    private SrtListener? _listener;
    private ITimer? _housekeeping;
    private volatile bool _isStopping;

    /// <summary>An endpoint that does not listen yet.</summary>
    public SrtEndpoint(
        SrtEndpointOptions options, SrtPassphrases passphrases, SrtPoller poller, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission, SrtTotals totals,
        TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        _passphrases = passphrases;
        _poller = poller;
        _streams = streams;
        _sessions = sessions;
        _pumps = pumps;
        _admission = admission;
        Totals = totals;
        _clock = clock;
        _logger = loggers.CreateLogger("Headrace.Srt");
        _judge = new SrtJudge(options.Access, streams);
        _lines = new LineThrottle(clock);
    }

    /// <summary>What holds for callers that come from then on, but for where they call, latency and bandwidth: these are as they were at the start.</summary>
    public SrtEndpointOptions Options
    {
        get => _options;
        set => _options = value;
    }

    /// <summary>With what streams are published and read; new ones hold for callers that come from then on.</summary>
    public SrtPassphrases Passphrases
    {
        get => _passphrases;
        set => _passphrases = value;
    }

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _listener?.LocalEndPoint;

    private SrtTotals Totals { get; }

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start()
    {
        _listener = SrtListener.Start(_poller, _options.Listen, new SrtSocketOptions { Latency = _options.Latency, MaxBandwidth = _options.MaxBandwidth }, this);
        _housekeeping = _clock.CreateTimer(_ => HandleTimeout(), null, HousekeepingInterval, HousekeepingInterval);
        SrtLog.Listening(_logger, _listener.LocalEndPoint, _poller.Library);
    }

    /// <summary>Accepts no more; connections that are there end, as the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        _listener?.Dispose();
        foreach ((SrtSession session, _) in _live) session.End(SessionEndReason.ServerShutdown);
    }

    /// <inheritdoc/>
    SrtDecision ISrtGate.Judge(in UdpAddress peer, ReadOnlySpan<byte> streamId)
    {
        if (_isStopping) return SrtDecision.Reject((int)SrtRejection.Down);
        MonotonicTime now = Now;
        SrtRejection standing = _refusals.Standing(peer, streamId, now);
        if (standing != SrtRejection.None)
        {
            Totals.AddRefused(standing);
            return SrtDecision.Reject((int)standing);
        }

        IPEndPoint caller = peer.ToEndPoint();
        IPAddress address = caller.Address;
        SrtVerdict verdict = _admission.IsFull ? Full : _judge.Judge(address, streamId);
        if (verdict.Rejection == SrtRejection.None)
        {
            _handshakes.Begin(caller, verdict.Request!, now);
            return SrtDecision.Accept(_passphrases.Of(verdict.Request!.Name, verdict.Request.Mode));
        }

        _refusals.Add(peer, streamId, verdict.Rejection, IPAddress.IsLoopback(address), now);
        Totals.AddRefused(verdict.Rejection);
        if (_lines.Passes(out int others)) SrtLog.Refused(_logger, address, verdict.Rejection, (int)verdict.Rejection, verdict.Request is null ? verdict.Detail : $"{verdict.Request}: {verdict.Detail}", others);
        return SrtDecision.Reject((int)verdict.Rejection);
    }

    /// <inheritdoc/>
    void ISrtGate.OnAccepted(SrtConnection connection)
    {
        _handshakes.Complete(connection.RemoteEndPoint);
        SrtSession? session = null;
        ConnectionTicket? ticket = _admission.TryEnter(connection.RemoteEndPoint.Address, () => session?.End(SessionEndReason.Refused));
        session = ticket is null ? null : SessionOf(connection);
        if (session is null)
        {
            ticket?.Dispose();
            connection.Dispose();
            return;
        }

        // What it came for stood in its handshake.
        ticket!.Establish();
        _ = RunAsync(session, ticket);
    }

    /// <summary>The session of a connection that has come about; null where what let it in holds no longer.</summary>
    private SrtSession? SessionOf(SrtConnection connection)
    {
        SrtVerdict verdict = _judge.Judge(connection.RemoteEndPoint.Address, System.Text.Encoding.UTF8.GetBytes(connection.StreamId));
        if (verdict.Rejection != SrtRejection.None) return null;
        string name = verdict.Request!.Name;
        if (verdict.Request.Mode == SrtMode.Publish) return new SrtPublisherSession(connection, name, null, verdict.Grant, _streams, _options.MediaTimeout, Totals, _clock, _logger);
        return _streams.FindForReader(name) is { } stream ? new SrtViewerSession(connection, stream, verdict.Grant, _options, _pumps.Next(), Totals, _clock, _logger) : null;
    }

    private async Task RunAsync(SrtSession session, ConnectionTicket ticket)
    {
        _live[session] = true;
        _sessions.Add(session);
        if (_isStopping) session.End(SessionEndReason.ServerShutdown);
        await Task.Yield();
        await session.RunAsync().ConfigureAwait(false);
        _sessions.Remove(session);
        _live.TryRemove(session, out _);
        ticket.Dispose();
    }

    private void HandleTimeout()
    {
        MonotonicTime now = Now;
        foreach ((SrtSession session, _) in _live) session.HandleTimeout(now);
        foreach ((IPAddress address, SrtRequest request) in _handshakes.TakeFailed(now))
        {
            string why = _passphrases.Of(request.Name, request.Mode).Length > 0 ? "the stream wants a passphrase, and the caller has none or another one" : "the caller has a passphrase, and the stream has none";
            if (_lines.Passes(out int others)) SrtLog.NotCome(_logger, address, request, why, others);
        }
    }
}
