using System.Buffers;
using Headrace.Endpoints.Connections;
using Headrace.Media.Timing;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Client;
using Headrace.Transport.Egress;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Forwarding;

/// <summary>
/// The connection of one run of a target over TCP: reads, keeps the time, and lets an <see cref="IPushProtocol"/> speak. The reading loop and the timer take turns under one lock; the
/// egress sends, and reads the stream.
/// </summary>
internal sealed class PushLink
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the server may take to close the connection behind a goodbye.</summary>
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly ForwardSession _session;
    private readonly IPushProtocol _protocol;
    private readonly object _target;
    private readonly ClientConnection _connection;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly ReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(1024);

    /// <summary>The link of a session; it owns the connection.</summary>
    /// <param name="session">The session, which ends with it.</param>
    /// <param name="protocol">What is spoken.</param>
    /// <param name="target">Where the stream is published, as the log has it.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="pump">Who writes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Log.</param>
    public PushLink(ForwardSession session, IPushProtocol protocol, object target, ClientConnection connection, EgressPump pump, TimeProvider clock, ILogger logger)
    {
        (_session, _protocol, _target, _connection, _clock, _logger) = (session, protocol, target, connection, clock, logger);
        Egress = connection.CreateEgress(pump, OnFault);
    }

    /// <summary>Who writes.</summary>
    public TcpEgress Egress { get; }

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until the session ends, for whatever reason.</summary>
    public async Task<ForwardEnd> RunAsync(CancellationToken cancellation)
    {
        await using ITimer timer = _clock.CreateTimer(_ => OnTick(), null, Tick, Tick);
        lock (_gate)
        {
            _protocol.Start(_output, Now);
            Flush();
        }

        Task reading = ReadAsync();
        try
        {
            return await _session.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAny(reading, Task.Delay(GoodbyeTimeout, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
            _connection.Dispose();
            await reading.ConfigureAwait(false);
        }
    }

    /// <summary>The session ends: lets the goodbye out where there is one, else closes the connection.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _protocol.Stop(_output, Now);
            bool hasGoodbye = _output.WrittenCount > 0 && _session.EndReason is not (SessionEndReason.TooSlow or SessionEndReason.ConnectionLost);
            if (hasGoodbye) Egress.PostLast(_output.WrittenSpan.ToArray());
            else _connection.Dispose();
            _output.ResetWrittenCount();
        }
    }

    /// <summary>Hands what was written to the egress. Under the lock: from the protocol, where something else follows at once.</summary>
    public void Flush()
    {
        if (_output.WrittenCount == 0 || _session.EndReason is not null) return;
        Egress.Post(_output.WrittenSpan.ToArray());
        _output.ResetWrittenCount();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                Memory<byte> free = _received.Free();
                int count = free.IsEmpty ? 0 : await _connection.ReceiveAsync(free).ConfigureAwait(false);
                if (free.IsEmpty) _session.Fail($"it sent an element of more than {ReceiveBuffer.MaxLength} bytes", SessionEndReason.ProtocolError);
                if (count == 0) break;
                lock (_gate)
                {
                    _received.Received(count);
                    if (_session.EndReason is null) Handle();
                    else _received.Consume(_received.UnreadBytes.Length);
                }
            }

            if (_session.EndReason is null) _protocol.OnLost();
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            _received.Return();
        }
    }

    private void Handle()
    {
        _protocol.Receive(_received, _output, Now);
        Flush();
    }

    private void OnTick()
    {
        lock (_gate)
        {
            if (_session.EndReason is not null) return;
            try
            {
                _protocol.HandleTimeout(_output, Now);
                Flush();
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }
    }

    /// <summary>A fault of ours in one target is its own end, and nobody else's.</summary>
    private void Fail(Exception exception)
    {
        PushLog.Failed(_logger, exception, _session.StreamName, _target);
        _session.Fail("a fault of the server; the log has it", SessionEndReason.InternalError);
    }

    private void OnFault(EgressFault fault)
    {
        if (_session.EndReason is not null) return;
        if (fault == EgressFault.PeerGone) _protocol.OnLost();
        else _session.Fail(fault == EgressFault.RepliesNotRead ? "it does not read what it is sent" : "a fault of the server; the log has it");
    }
}
