using System.Buffers;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Forwarding;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Client;
using Headrace.Transport.Egress;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp.Push;

/// <summary>
/// Drives one connection to a server that a stream is published at: the client session decides, the egress sends the shared chunks. The reading loop and the timer take turns under one
/// lock; the pump reads the stream.
/// </summary>
internal sealed class RtmpPush : ForwardSession, IRtmpMediaSink, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the server may take to close the connection behind a goodbye.</summary>
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly ClientConnection _connection;
    private readonly RtmpLocation _location;
    private readonly ForwardRun _run;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TcpEgress _egress;
    private readonly Lock _gate = new();
    private readonly RtmpClientSession _session;
    private readonly ReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly bool _saysWhatItCan;
    private RtmpViewer? _feed;

    public RtmpPush(ClientConnection connection, RtmpLocation location, string protocol, ForwardRun run, RtmpCapabilities capabilities, ForwardContext context)
        : base(protocol, connection.RemoteEndPoint, run, context.Clock)
    {
        _connection = connection;
        _location = location;
        _run = run;
        _clock = context.Clock;
        _logger = context.Loggers.CreateLogger("Headrace.Rtmp");
        _egress = connection.CreateEgress(context.Pumps.Next(), OnFault);
        _session = new RtmpClientSession(new RtmpClientOptions { Publishes = true, Capabilities = capabilities }, location);
        _saysWhatItCan = capabilities.IsEnhanced;
    }

    public override long BytesIn => _connection.BytesReceived;

    public override long BytesOut => _connection.BytesSent;

    public override long Skips => Volatile.Read(ref _feed)?.Skips ?? 0;

    public override TimeSpan? Lag => Volatile.Read(ref _feed)?.Lag;

    /// <summary>True where the server left without a word when it was told what we can.</summary>
    public bool WasNotUnderstood { get; private set; }

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

    /// <inheritdoc/>
    public void OnMedia(in RtmpMessage message)
    {
        // Who is published at has no media for us.
    }

    /// <summary>Gives back what is held, behind <see cref="RunAsync"/>.</summary>
    public void Dispose() => _session.Dispose();

    protected override void Stop()
    {
        lock (_gate)
        {
            Volatile.Read(ref _feed)?.Stop();
            _session.Stop(_output);
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
                int count = await _connection.ReceiveAsync(_received.Free()).ConfigureAwait(false);
                if (count == 0) break;
                lock (_gate)
                {
                    _received.Received(count);
                    if (EndReason is null) Handle(Now);
                    else _received.Consume(_received.UnreadBytes.Length);
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
        int before;
        do
        {
            before = _received.UnreadBytes.Length;
            _received.Consume(_session.Receive(_received.UnreadBytes, _output, now, this));
            HandleEvents(now);
        }
        while (_received.UnreadBytes.Length < before && EndReason is null);

        Flush();
    }

    private void HandleEvents(MonotonicTime now)
    {
        while (_session.TryGetEvent(out RtmpClientEvent? next))
        {
            switch (next)
            {
                case RtmpClientEvent.Started started:
                    Begin(started, now);
                    break;
                case RtmpClientEvent.Ended ended:
                    Fail(ended.Text, RtmpEnds.ReasonOf(ended.Reason));
                    break;
            }
        }
    }

    private void Begin(RtmpClientEvent.Started started, MonotonicTime now)
    {
        UserAgent = started.Server;
        Flush();
        RtmpViewer feed = new(this, OnStalled, _run.Stream, _egress) { StreamId = started.StreamId };
        Volatile.Write(ref _feed, feed);
        feed.Begin(now);
        _egress.Post(default, feed);
        _run.Begin(this);
    }

    private void OnStalled() => Fail($"it has taken nothing for {RtmpViewer.StallLimit.TotalSeconds:0} s", SessionEndReason.TooSlow);

    private void OnTick()
    {
        lock (_gate)
        {
            if (EndReason is not null) return;
            try
            {
                _session.HandleTimeout(Now);
                HandleEvents(Now);
                Flush();
            }
            catch (Exception e)
            {
                FailOnException(e);
            }
        }
    }

    /// <summary>A fault of ours in one target is its own end, and nobody else's.</summary>
    private void FailOnException(Exception e)
    {
        RtmpPushLog.Failed(_logger, e, StreamName, _location);
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
        WasNotUnderstood = _saysWhatItCan && _session.State == RtmpClientState.Connecting;
        Fail(Volatile.Read(ref _feed) is null ? "it closed the connection before it took media" : "it closed the connection");
    }
}
