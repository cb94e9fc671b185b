using System.Buffers;
using System.IO.Pipelines;
using Headrace.Endpoints.HttpLive.WebSockets;
using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headrace.Endpoints.HttpLive;

/// <summary>Sends by a loop of the viewer's own through whatever writes for Kestrel: TLS and HTTP/2.</summary>
internal sealed class StreamSender(HttpContext context, HttpLiveSession session, TimeProvider clock) : IRingObserver, IDisposable
{
    /// <summary>How far apart the parts of a burst are sent.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private int _hasNews;

    /// <inheritdoc/>
    public void OnPublished()
    {
        if (Interlocked.Exchange(ref _hasNews, 1) == 0) _news.Release();
    }

    /// <summary>Sends until the session ends.</summary>
    public async Task RunAsync()
    {
        if (session.EndReason is not null) return;
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _ = session.Ending.ContinueWith(_ => Cancel(ending), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        session.Feed.Subscribe(this);
        try
        {
            if (session.IsWebSocket) await RunSocketAsync(ending.Token).ConfigureAwait(false);
            else await SendAsync(context.Response.BodyWriter.AsStream(), ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The viewer left, or the session ended.
        }
        finally
        {
            session.Feed.Unsubscribe(this);
            if (context.RequestAborted.IsCancellationRequested) session.End(SessionEndReason.Closed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _news.Dispose();
        _writing.Dispose();
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is over already.
        }
    }

    private async Task RunSocketAsync(CancellationToken ending)
    {
        Stream stream = await AcceptAsync().ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            Task sending = SendAsync(stream, ending);
            Task reading = ReadAsync(stream, ending);
            await Task.WhenAny(sending, reading).ConfigureAwait(false);
            session.End(reading.IsCompleted ? SessionEndReason.Closed : SessionEndReason.ConnectionLost);
            try
            {
                await Task.WhenAll(sending, reading).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Both end with the session.
            }

            if (!context.RequestAborted.IsCancellationRequested) await WriteAsync(stream, WebSocketFrames.Close(WebSocketFrames.GoingAway), context.RequestAborted).ConfigureAwait(false);
        }
    }

    private ValueTask<Stream> AcceptAsync()
    {
        if (WebSocketRequest.IsExtended(context)) return context.Features.Get<IHttpExtendedConnectFeature>()!.AcceptAsync();
        context.Response.Headers.SecWebSocketAccept = WebSocketFrames.Accept(context.Request.Headers.SecWebSocketKey.ToString().Trim());
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        return new ValueTask<Stream>(context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync());
    }

    private async Task SendAsync(Stream stream, CancellationToken ending)
    {
        if (session.Head is { Length: > 0 } head) await WriteAsync(stream, head, ending).ConfigureAwait(false);
        session.Feed.Begin(MonotonicTime.Now(clock));

        // Only news that were taken make room for others: more than one would be too many.
        bool hasTaken = false;
        while (!ending.IsCancellationRequested)
        {
            if (hasTaken) Volatile.Write(ref _hasNews, 0);
            while (session.TryNext(MonotonicTime.Now(clock), out MediaBuffer buffer))
            {
                try
                {
                    await WriteAsync(stream, buffer.Memory, ending).ConfigureAwait(false);
                }
                finally
                {
                    buffer.Release();
                }
            }

            hasTaken = await _news.WaitAsync(session.IsPaced ? Pace : Timeout.InfiniteTimeSpan, ending).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken ending)
    {
        await _writing.WaitAsync(ending).ConfigureAwait(false);
        try
        {
            Task writing = WriteAndFlushAsync(stream, bytes, ending);
            await writing.WaitAsync(HttpLiveSession.StallLimit, clock, ending).ConfigureAwait(false);
            session.Count(bytes.Length);
        }
        catch (TimeoutException)
        {
            session.OnStalled(TimeSpan.MaxValue);
            context.Abort();
            throw new OperationCanceledException();
        }
        finally
        {
            _writing.Release();
        }
    }

    private static async Task WriteAndFlushAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken ending)
    {
        await stream.WriteAsync(bytes, ending).ConfigureAwait(false);
        await stream.FlushAsync(ending).ConfigureAwait(false);
    }

    /// <summary>Reads the client's frames until it closes.</summary>
    private async Task ReadAsync(Stream stream, CancellationToken ending)
    {
        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        WebSocketInput frames = new();
        while (true)
        {
            ReadResult result = await input.ReadAsync(ending).ConfigureAwait(false);
            ReadOnlySequence<byte> bytes = result.Buffer;
            bool isOpen = true;
            while (isOpen && frames.TryRead(ref bytes, out WebSocketOpcode opcode, out byte[] payload))
            {
                if (opcode == WebSocketOpcode.Ping) await WriteAsync(stream, WebSocketFrames.Write(WebSocketOpcode.Pong, payload), ending).ConfigureAwait(false);
                isOpen = opcode != WebSocketOpcode.Close;
            }

            input.AdvanceTo(bytes.Start, result.Buffer.End);
            if (!isOpen || frames.IsBroken || result.IsCompleted) return;
        }
    }
}
