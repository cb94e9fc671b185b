using System.Net;
using Headrace.Endpoints.HttpLive.Forms;
using Headrace.Endpoints.HttpLive.WebSockets;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.HttpLive;

/// <summary>A viewer to whom a stream is sent without end over HTTP or a WebSocket, whatever writes to him.</summary>
internal sealed class HttpLiveSession : Session, ICursorOwner, IEgressSource
{
    /// <summary>How long his connection may take nothing at all.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventHub _events;
    private readonly ILogger _logger;
    private ILiveFeed? _feed;
    private Func<long> _sent = static () => 0;
    private long _bytesOut;

    public HttpLiveSession(LiveForm form, bool isWebSocket, LiveStream stream, EndPoint remote, string? userAgent, AccessGrant? grant, EventHub events, DateTimeOffset started, ILogger logger)
        : base($"{(isWebSocket ? "ws" : "http")}-{form.Name}", remote, started)
    {
        Form = form;
        Stream = stream;
        Role = SessionRole.Viewer;
        StreamName = stream.Name;
        UserAgent = userAgent;
        Grant = grant;
        _events = events;
        _logger = logger;
        IsWebSocket = isWebSocket;
    }

    /// <summary>In which form.</summary>
    public LiveForm Form { get; }

    /// <summary>What he views.</summary>
    public LiveStream Stream { get; }

    /// <summary>True over a WebSocket: each piece is a message.</summary>
    public bool IsWebSocket { get; }

    /// <summary>Completes when the session is to end.</summary>
    public Task Ending => _ending.Task;

    /// <inheritdoc/>
    public override long BytesIn => 0;

    /// <inheritdoc/>
    public override long BytesOut => Volatile.Read(ref _bytesOut) + _sent();

    /// <inheritdoc/>
    public override long Skips => Volatile.Read(ref _feed)?.Skips ?? 0;

    /// <inheritdoc/>
    public override TimeSpan? Lag => Volatile.Read(ref _feed)?.Lag;

    /// <summary>His way through the stream; from <see cref="Open"/> to <see cref="Close"/>.</summary>
    public ILiveFeed Feed => _feed!;

    /// <summary>What stands before all else, as it is sent.</summary>
    public ReadOnlyMemory<byte> Head => IsWebSocket && Feed.Head.Length > 0 ? WebSocketFrames.Write(WebSocketOpcode.Binary, Feed.Head.Span) : Feed.Head;

    /// <summary>Takes a claim on what he reads.</summary>
    public void Open() => Volatile.Write(ref _feed, Form.Open(this, Stream));

    /// <summary>Lets it go. Nothing reads any more.</summary>
    public void Close() => _feed?.Dispose();

    /// <summary>Who writes to him counts the bytes.</summary>
    public void CountBy(Func<long> sent) => _sent = sent;

    /// <summary>Bytes were sent to him.</summary>
    public void Count(long bytes) => Interlocked.Add(ref _bytesOut, bytes);

    /// <inheritdoc/>
    public bool IsPaced => Feed.IsPaced;

    /// <inheritdoc/>
    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        if (!Feed.TryNext(now, out buffer)) return false;
        if (!IsWebSocket) return true;
        MediaBuffer shared = buffer;
        buffer = WebSocketFrames.Wrap(shared, Stream.Memory);
        shared.Release();
        return true;
    }

    /// <inheritdoc/>
    public void OnStalled(TimeSpan duration)
    {
        if (duration > StallLimit) End(SessionEndReason.TooSlow);
    }

    /// <inheritdoc/>
    public void OnSkip(in CursorSkip skip)
    {
        if (!skip.IsNews) return;
        _events.Publish(new ViewerTooSlow(Stream.Name, Id, skip.BehindMs, skip.Lost));
        HttpLiveLog.Behind(_logger, StreamName, Remote, Protocol, skip.BehindMs, skip.Skips);
    }

    /// <inheritdoc/>
    protected override void OnEnd() => _ending.TrySetResult();
}
