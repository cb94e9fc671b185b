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

/// <summary>One connection to a server that a stream is published at: the record session decides, the egress or <see cref="PushDatagrams"/> sends.</summary>
internal sealed class RtspPush : ForwardSession, IPushProtocol
{
    private readonly ClientConnection _connection;
    private readonly ForwardRun _run;
    private readonly ImmutableArray<Track> _tracks;
    private readonly PushLink _link;
    private readonly RtspRecordSession _session;
    private readonly RtspParser _parser;
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
        _run = run;
        _tracks = tracks;
        _pump = context.Pumps.Next();
        _datagrams = datagrams;
        _link = new PushLink(this, this, location, connection, _pump, context.Clock, context.Loggers.CreateLogger("Headrace.Rtsp"));
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

    /// <summary>Runs until the connection ends, for whatever reason.</summary>
    public Task<ForwardEnd> RunAsync(CancellationToken cancellation) => _link.RunAsync(cancellation);

    protected override void Stop() => _link.Stop();

    void IPushProtocol.Start(IBufferWriter<byte> output, MonotonicTime now) => _session.Start(output, now);

    void IPushProtocol.Receive(ReceiveBuffer received, IBufferWriter<byte> output, MonotonicTime now)
    {
        SequenceReader<byte> reader = new(received.Unread);
        while (EndReason is null && _parser.TryRead(ref reader, out RtspElement element))
        {
            switch (element.Kind)
            {
                case RtspElementKind.Response:
                    UserAgent ??= element.Response.Headers.Get(RtspHeaderNames.Server);
                    _session.Handle(element.Response, output, now);
                    break;
                case RtspElementKind.Request:
                    _session.Handle(element.Request, output, now);
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

        received.Consume(reader.Consumed);
    }

    void IPushProtocol.HandleTimeout(IBufferWriter<byte> output, MonotonicTime now)
    {
        // Tracks that came since are announced on a connection of their own.
        if (_isSending && HasMore(_run.Stream.Tracks, _tracks)) End(SessionEndReason.FormatChanged);
        if (EndReason is not null) return;
        _session.HandleTimeout(output, now);
        HandleEvents(now);
    }

    void IPushProtocol.Stop(IBufferWriter<byte> output, MonotonicTime now)
    {
        Volatile.Read(ref _feed)?.Stop();
        _datagrams?.Dispose();
        _session.TearDown(output, now);
    }

    void IPushProtocol.OnLost()
    {
        if (_session.IsAnsweringChallenge) Answer = _session.Authorization;
        Fail(Answer is not null ? "it closes the connection instead of hearing the answer to its challenge"
            : !_isSending ? "it closed the connection before it took media" : "it closed the connection");
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
        _link.Flush();
        _isSending = true;
        if (_datagrams is not null)
        {
            if (_datagrams.Begin(this, _run.Stream, _tracks, recording.Tracks, _connection.RemoteEndPoint.Address, _pump, FailToSend, now) is { } fault) Fail(fault, SessionEndReason.ProtocolError);
            else _run.Begin(this);
            return;
        }

        RtspViewer feed = new(this, OnStalled, _run.Stream, RtspBranch.Acquire(_run.Stream, _tracks), _link.Egress, _tracks, recording.Tracks);
        Volatile.Write(ref _feed, feed);
        feed.Begin(now);
        _link.Egress.Post(default, feed);
        _run.Begin(this);
    }

    private void OnStalled() => Fail($"it has taken nothing for {RtspViewer.StallLimit.TotalSeconds:0} s", SessionEndReason.TooSlow);
}
