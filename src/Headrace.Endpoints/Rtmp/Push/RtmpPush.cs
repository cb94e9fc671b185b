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
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp.Push;

/// <summary>One connection to a server that a stream is published at: the client session decides, the egress sends the shared chunks.</summary>
internal sealed class RtmpPush : ForwardSession, IPushProtocol, IRtmpMediaSink, IDisposable
{
    private readonly ClientConnection _connection;
    private readonly ForwardRun _run;
    private readonly PushLink _link;
    private readonly RtmpClientSession _session;
    private readonly bool _saysWhatItCan;
    private RtmpViewer? _feed;

    public RtmpPush(ClientConnection connection, RtmpLocation location, string protocol, ForwardRun run, RtmpCapabilities capabilities, string? signIn, ForwardContext context)
        : base(protocol, connection.RemoteEndPoint, run, context.Clock)
    {
        _connection = connection;
        _run = run;
        _session = new RtmpClientSession(new RtmpClientOptions { Publishes = true, Capabilities = capabilities, SignIn = signIn }, location);
        _saysWhatItCan = capabilities.IsEnhanced;
        _link = new PushLink(this, this, location, connection, context.Pumps.Next(), context.Clock, context.Loggers.CreateLogger("Headrace.Rtmp"));
    }

    public override long BytesIn => _connection.BytesReceived;

    public override long BytesOut => _connection.BytesSent;

    public override long Skips => Volatile.Read(ref _feed)?.Skips ?? 0;

    public override TimeSpan? Lag => Volatile.Read(ref _feed)?.Lag;

    /// <summary>What the server wants to be answered at the next connection, or null.</summary>
    public string? Challenge { get; private set; }

    /// <summary>True where the server left without a word when it was told what we can.</summary>
    public bool WasNotUnderstood { get; private set; }

    /// <summary>Runs until the connection ends, for whatever reason.</summary>
    public Task<ForwardEnd> RunAsync(CancellationToken cancellation) => _link.RunAsync(cancellation);

    /// <inheritdoc/>
    public void OnMedia(in RtmpMessage message)
    {
        // Who is published at has no media for us.
    }

    /// <summary>Gives back what is held, behind <see cref="RunAsync"/>.</summary>
    public void Dispose() => _session.Dispose();

    protected override void Stop() => _link.Stop();

    void IPushProtocol.Start(IBufferWriter<byte> output, MonotonicTime now) => _session.Start(output, now);

    void IPushProtocol.Receive(ReceiveBuffer received, IBufferWriter<byte> output, MonotonicTime now)
    {
        int before;
        do
        {
            before = received.UnreadBytes.Length;
            received.Consume(_session.Receive(received.UnreadBytes, output, now, this));
            HandleEvents(now);
        }
        while (received.UnreadBytes.Length < before && EndReason is null);
    }

    void IPushProtocol.HandleTimeout(IBufferWriter<byte> output, MonotonicTime now)
    {
        _session.HandleTimeout(now);
        HandleEvents(now);
    }

    void IPushProtocol.Stop(IBufferWriter<byte> output, MonotonicTime now)
    {
        Volatile.Read(ref _feed)?.Stop();
        _session.Stop(output);
    }

    void IPushProtocol.OnLost()
    {
        WasNotUnderstood = _saysWhatItCan && _session.State == RtmpClientState.Connecting;
        Fail(Volatile.Read(ref _feed) is null ? "it closed the connection before it took media" : "it closed the connection");
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
                    Challenge = ended.Challenge;
                    Fail(ended.Text, RtmpEnds.ReasonOf(ended.Reason));
                    break;
            }
        }
    }

    private void Begin(RtmpClientEvent.Started started, MonotonicTime now)
    {
        UserAgent = started.Server;
        _link.Flush();
        RtmpViewer feed = new(this, OnStalled, _run.Stream, _link.Egress) { StreamId = started.StreamId };
        Volatile.Write(ref _feed, feed);
        feed.Begin(now);
        _link.Egress.Post(default, feed);
        _run.Begin(this);
    }

    private void OnStalled() => Fail($"it has taken nothing for {RtmpViewer.StallLimit.TotalSeconds:0} s", SessionEndReason.TooSlow);
}
