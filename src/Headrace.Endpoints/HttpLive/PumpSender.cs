using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Headrace.Endpoints.HttpLive.WebSockets;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headrace.Endpoints.HttpLive;

/// <summary>
/// Sends by a pump on the connection's own socket: plain HTTP/1.1. Kestrel has parsed the request and goes on reading; it writes nothing any more, and its connection is aborted at
/// the end. What the client sends is read here, from where Kestrel puts it: nothing, frames of a WebSocket, and the end when it closes.
/// </summary>
internal sealed class PumpSender : IDisposable
{
    /// <summary>How long a client may take to close when all was sent.</summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(1);

    private readonly HttpContext _context;
    private readonly HttpLiveSession _session;
    private readonly EgressPump _pump;
    private readonly TimeProvider _clock;
    private readonly PipeReader _input;
    private readonly TakenConnection _connection;

    private PumpSender(HttpContext context, HttpLiveSession session, EgressPump pump, TimeProvider clock, Socket socket, PipeReader input)
    {
        (_context, _session, _pump, _clock, _input) = (context, session, pump, clock, input);
        _connection = new TakenConnection(socket, pump);
    }

    /// <summary>A sender for a request, or null where its connection is not one of plain HTTP/1.1: the socket is untouched then.</summary>
    public static PumpSender? TryTake(HttpContext context, HttpLiveSession session, EgressPump pump, TimeProvider clock)
    {
        IFeatureCollection features = context.Features;
        if (!HttpProtocol.IsHttp11(context.Request.Protocol) && !HttpProtocol.IsHttp10(context.Request.Protocol)) return null;
        if (features.Get<ITlsConnectionFeature>() is not null || features.Get<ITlsHandshakeFeature>() is not null) return null;
        if (features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && !session.IsWebSocket) return null;
        if (features.Get<IConnectionSocketFeature>()?.Socket is not { } socket || features.Get<IConnectionTransportFeature>()?.Transport.Input is not { } input) return null;
        try
        {
            return new PumpSender(context, session, pump, clock, socket, input);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The client left before its answer began.
            session.End(SessionEndReason.ConnectionLost);
            return null;
        }
    }

    /// <summary>Sends until the session ends.</summary>
    public async Task RunAsync()
    {
        TcpEgress egress = _connection.Egress;
        EgressGroup group = _session.Feed.GroupOf(_pump);
        Task reading = Task.CompletedTask;
        try
        {
            _session.CountBy(() => egress.BytesSent);
            egress.Post(RawResponse.Write(_context, _session.IsWebSocket, _clock.GetUtcNow()));
            if (_session.Head is { Length: > 0 } head) egress.Post(head);
            _session.Feed.Begin(MonotonicTime.Now(_clock));
            group.Add(egress);
            egress.Post(default, _session);
            reading = ReadAsync();
            await Task.WhenAny(_session.Ending, _connection.Fault, reading).ConfigureAwait(false);
            if (_connection.Fault.IsCompletedSuccessfully) _session.End(EndOf(await _connection.Fault.ConfigureAwait(false)));
            if (reading.IsCompleted) _session.End(SessionEndReason.Closed);
        }
        finally
        {
            group.Remove(egress);
            await FinishAsync(reading).ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of the connection.</summary>
    public void Dispose() => _connection.Dispose();

    private static SessionEndReason EndOf(EgressFault fault) => fault switch
    {
        EgressFault.PeerGone => SessionEndReason.ConnectionLost,
        EgressFault.RepliesNotRead => SessionEndReason.ProtocolError,
        _ => SessionEndReason.InternalError,
    };

    /// <summary>Says goodbye where somebody may hear it, and lets go of the connection.</summary>
    private async Task FinishAsync(Task reading)
    {
        if (!reading.IsCompleted && !_connection.Fault.IsCompleted && _session.EndReason is not SessionEndReason.TooSlow)
        {
            _connection.Egress.PostLast(_session.IsWebSocket ? WebSocketFrames.Close(WebSocketFrames.GoingAway) : default(ReadOnlyMemory<byte>));
            try
            {
                await Task.WhenAny(reading, _connection.Fault).WaitAsync(ClosePatience, _clock).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // It does not close: it is closed.
            }
        }

        _connection.Abort();
        _context.Abort();

        // Whoever reads ends with the connection; Kestrel must not find the pipe being read.
        await reading.ConfigureAwait(false);
    }

    /// <summary>Reads what the client sends until it closes, or breaks the protocol. Throws nothing.</summary>
    private async Task ReadAsync()
    {
        WebSocketInput frames = new();
        try
        {
            while (true)
            {
                ReadResult result = await _input.ReadAsync().ConfigureAwait(false);
                ReadOnlySequence<byte> bytes = result.Buffer;
                bool isOpen = Take(ref bytes, frames);
                _input.AdvanceTo(bytes.Start, result.Buffer.End);
                if (!isOpen || result.IsCompleted || result.IsCanceled) return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException or OperationCanceledException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            // It was reset: the end, like any other.
        }
    }

    private bool Take(ref ReadOnlySequence<byte> bytes, WebSocketInput frames)
    {
        if (!_session.IsWebSocket)
        {
            // A request that comes behind this one is never answered.
            bytes = bytes.Slice(bytes.End);
            return true;
        }

        while (frames.TryRead(ref bytes, out WebSocketOpcode opcode, out byte[] payload))
        {
            if (opcode == WebSocketOpcode.Ping) _connection.Egress.Post(WebSocketFrames.Write(WebSocketOpcode.Pong, payload));
            if (opcode != WebSocketOpcode.Close) continue;
            _session.End(SessionEndReason.Closed);
            _connection.Egress.PostLast(WebSocketFrames.Write(WebSocketOpcode.Close, payload.AsSpan(0, Math.Min(payload.Length, sizeof(ushort)))));
            return true;
        }

        if (frames.IsBroken) _session.End(SessionEndReason.ProtocolError);
        return !frames.IsBroken;
    }
}
