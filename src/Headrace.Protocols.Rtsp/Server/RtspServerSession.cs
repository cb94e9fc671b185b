using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>
/// One connection of an RTSP server (RFC 2326) without its I/O: requests and the time go in, responses, events and the next deadline
/// come out. After each call the driver takes the events, sends what was written, and waits for bytes or <see cref="NextDeadline"/>.
/// <para>
/// What the application decides (<see cref="RtspServerEvent.Decision"/>) may be completed later; requests that come meanwhile wait,
/// <see cref="RtspLimits.MaxPipelinedRequests"/> at most, and are answered in their order. Not thread-safe: one loop owns it.
/// </para>
/// </summary>
public sealed class RtspServerSession
{
    private readonly RtspServerOptions _options;
    private readonly RequestQueue _waiting = new();
    private readonly Queue<RtspServerEvent> _events = new();
    private readonly RtspServerMethods _methods;
    private readonly SessionIdentity _identity;
    private RtspServerEvent.Decision? _pending;
    private MonotonicTime _pendingSince;
    private MonotonicTime _lastActivity;
    private bool _hasRequest;

    /// <summary>A session of a new connection.</summary>
    /// <param name="options">Timeouts and transports.</param>
    /// <param name="sessionId">An identifier that cannot be guessed: at least eight letters and digits (RFC 2326, 3.4).</param>
    /// <param name="now">The time of the connection.</param>
    public RtspServerSession(RtspServerOptions options, string sessionId, MonotonicTime now)
    {
        _options = options;
        _identity = new SessionIdentity(sessionId, options.SessionTimeout);
        _methods = new RtspServerMethods(options, _identity);
        _lastActivity = now;
    }

    /// <summary>The interleaved channels that are set up; the connection's parser needs them.</summary>
    public InterleavedChannels Channels => _methods.Tracks.Channels;

    /// <summary>The state of the session.</summary>
    public RtspSessionState State => _methods.State;

    /// <summary>The tracks that are set up, by index.</summary>
    public ImmutableArray<RtspTrackSetup> Tracks => _methods.Tracks.SetUp;

    /// <summary>True after <see cref="RtspServerEvent.Ended"/>; everything is ignored from then on.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called; <see cref="MonotonicTime.Never"/> after the end.</summary>
    public MonotonicTime NextDeadline
    {
        get
        {
            if (IsEnded) return MonotonicTime.Never;
            if (_pending is not null) return _pendingSince + _options.DecisionTimeout;
            return _lastActivity + (_hasRequest ? _options.SessionTimeout : _options.HandshakeTimeout);
        }
    }

    /// <summary>Handles a request: writes its response, or keeps it for the driver's decision.</summary>
    public void Handle(RtspRequest request, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (IsEnded) return;
        _lastActivity = now;
        _hasRequest = true;
        if (_pending is null) Process(request, output, now);
        else if (!_waiting.TryAdd(request)) End(RtspEndReason.TooManyRequestsWaiting);
    }

    /// <summary>
    /// Notes a sign of life that is no request: a frame that came over the connection, RTCP over UDP, or bytes that the peer's TCP took.
    /// Cheap enough for every packet.
    /// </summary>
    public void KeepAlive(MonotonicTime now) => _lastActivity = now;

    /// <summary>Ends the connection after its parser gave up, with an error response where the peer may understand it.</summary>
    public void HandleFault(RtspFault fault, IBufferWriter<byte> output)
    {
        if (IsEnded) return;
        bool isText = fault is not (RtspFault.NotRtsp or RtspFault.TlsOnPlainPort or RtspFault.LostFraming);
        RtspResponse response = fault == RtspFault.BodyTooShort ? new RtspResponse(fault.ToStatus(), "Body Shorter Than Its Content-Length") : new RtspResponse(fault.ToStatus());
        if (isText && _pending is null) Respond(null, response, output);
        End(RtspEndReason.Fault, fault);
    }

    /// <summary>Acts on a deadline that has passed: answers a decision that took too long with 503, or ends a connection that is silent.</summary>
    public void HandleTimeout(IBufferWriter<byte> output, MonotonicTime now)
    {
        if (now < NextDeadline || IsEnded) return;
        if (_pending is null) End(_hasRequest ? RtspEndReason.TimedOut : RtspEndReason.NoRequest);
        else Reject(_pending, new RtspResponse(RtspStatus.ServiceUnavailable), output, now);
    }

    /// <summary>Takes the next event; false if there is none.</summary>
    public bool TryGetEvent([NotNullWhen(true)] out RtspServerEvent? next) => _events.TryDequeue(out next);

    /// <summary>
    /// Completes a DESCRIBE, or the SETUP that asked in its stead, with at most <see cref="RtspLimits.MaxTracks"/> tracks. False if the
    /// request no longer waits: nothing was written.
    /// </summary>
    public bool RespondDescribe(
        RtspServerEvent.DescribeRequested decision, RtspPresentation presentation, IBufferWriter<byte> output, MonotonicTime now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(presentation.Tracks.Length, RtspLimits.MaxTracks);
        return Complete(decision, output, now, () => _methods.Describe(decision, presentation));
    }

    /// <summary>
    /// Accepts a publisher; the tracks are those of his SDP, in its order. None, or more than <see cref="RtspLimits.MaxTracks"/>, are
    /// refused. False if the request no longer waits: the driver takes back what it gave.
    /// </summary>
    public bool AcceptAnnounce(
        RtspServerEvent.AnnounceRequested decision, ImmutableArray<RtspTrack> tracks, IBufferWriter<byte> output, MonotonicTime now) =>
        Complete(decision, output, now, () => _methods.Announce(decision, tracks));

    /// <summary>Completes a SETUP over UDP or multicast with the transport as the response gives it. False if the request no longer waits.</summary>
    public bool RespondSetup(RtspServerEvent.SetupRequested decision, TransportSpec transport, IBufferWriter<byte> output, MonotonicTime now) =>
        Complete(decision, output, now, () => _methods.SetUp(decision.Track, decision.Url, transport));

    /// <summary>Starts a viewer. The driver sends media only behind what this wrote. False if the request no longer waits.</summary>
    public bool RespondPlay(
        RtspServerEvent.PlayRequested decision, RangeHeader? range, ReadOnlySpan<RtpStart> starts, IBufferWriter<byte> output, MonotonicTime now)
    {
        ImmutableArray<RtpStart> copy = [.. starts];
        return Complete(decision, output, now, () => _methods.Play(range, copy));
    }

    /// <summary>Starts a publisher. False if the request no longer waits.</summary>
    public bool AcceptRecord(RtspServerEvent.RecordRequested decision, IBufferWriter<byte> output, MonotonicTime now) =>
        Complete(decision, output, now, _methods.Record);

    /// <summary>Refuses what was asked for; the state stays as it was. False if the request no longer waits.</summary>
    public bool Reject(RtspServerEvent.Decision decision, RtspStatus status, IBufferWriter<byte> output, MonotonicTime now) =>
        Reject(decision, new RtspResponse(status), output, now);

    /// <summary>Refuses with a response of the driver's, which may have headers such as a challenge. False if the request no longer waits.</summary>
    public bool Reject(RtspServerEvent.Decision decision, RtspResponse response, IBufferWriter<byte> output, MonotonicTime now) =>
        Complete(decision, output, now, () => response);

    private bool Complete(RtspServerEvent.Decision decision, IBufferWriter<byte> output, MonotonicTime now, Func<RtspServerReply> reply)
    {
        if (!ReferenceEquals(_pending, decision)) return false;
        _pending = null;
        _lastActivity = now;
        Apply(decision.Request, reply(), output, now);
        while (_pending is null && !IsEnded && _waiting.TryTake(out RtspRequest? request)) Process(request, output, now);
        return true;
    }

    private void Process(RtspRequest request, IBufferWriter<byte> output, MonotonicTime now) =>
        Apply(request, RequestChecks.Check(request, _identity.OpenId) is { } refusal ? refusal : _methods.Handle(request), output, now);

    private void Apply(RtspRequest request, RtspServerReply reply, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (reply.Response is not null) Respond(request, reply.Response, output);
        if (reply.Event is not null) _events.Enqueue(reply.Event);
        if (reply.Event is not RtspServerEvent.Decision decision) return;
        _pending = decision;
        _pendingSince = now;
    }

    private void Respond(RtspRequest? request, RtspResponse response, IBufferWriter<byte> output) =>
        _identity.Sign(request, response).WriteTo(output);

    private void End(RtspEndReason reason, RtspFault fault = RtspFault.None)
    {
        IsEnded = true;
        _pending = null;
        _waiting.Clear();
        _events.Enqueue(new RtspServerEvent.Ended(reason, fault));
    }
}
