using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>
/// One connection's client side (RFC 2326): OPTIONS, DESCRIBE, SETUP of the chosen tracks, PLAY, signs of life, TEARDOWN. Responses and time in;
/// requests, events and the next deadline out; no socket and no clock. One request waits at a time. Single-threaded.
/// </summary>
public sealed class RtspClientSession
{
    private readonly RtspClientOptions _options;
    private readonly RtspLocation _location;
    private readonly ClientExchange _exchange;
    private readonly ClientKeepAlive _keepAlive;
    private readonly Queue<RtspClientEvent> _events = new();
    private SessionDescription? _presentation;
    private ClientSetup? _setup;
    private string _url;
    private RtspResponse? _lastRefusal;

    /// <summary>A session that has asked for nothing yet.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="location">What it asks for, with the credentials for it.</param>
    /// <param name="authorization">How requests were authorised on an earlier connection that the server closed after its challenge; else null.</param>
    public RtspClientSession(RtspClientOptions options, RtspLocation location, ClientAuthorization? authorization = null)
    {
        _options = options;
        _location = location;
        _exchange = new ClientExchange(options, location.Credentials, authorization);
        _keepAlive = new ClientKeepAlive(options.MaxKeepAliveInterval);
        _url = location.Url.ToString();
    }

    /// <summary>The state.</summary>
    public RtspClientState State { get; private set; }

    /// <summary>The interleaved channels that are set up; the connection's parser needs them.</summary>
    public InterleavedChannels Channels { get; } = new();

    /// <summary>How requests are authorised; null where the server has not asked.</summary>
    public ClientAuthorization? Authorization => _exchange.Authorization;

    /// <summary>True while a challenge is answered. A server that closes the connection instead wants <see cref="Authorization"/> on another one.</summary>
    public bool IsAnsweringChallenge => _exchange.IsAnsweringChallenge;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public MonotonicTime NextDeadline => State is RtspClientState.Init or RtspClientState.Ended ? MonotonicTime.Never
        : _exchange.Pending is not null ? _exchange.SentAt + _options.RequestTimeout
        : State == RtspClientState.Playing ? _keepAlive.Due
        : MonotonicTime.Never;

    /// <summary>Begins: asks what the server can do, and then what it has.</summary>
    public void Start(IBufferWriter<byte> output, MonotonicTime now)
    {
        State = RtspClientState.Describing;
        _exchange.Send(new RtspRequest(RtspMethod.Options, _url), output, now);
    }

    /// <summary>Handles a response. One that nothing waits for is passed over.</summary>
    public void Handle(RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (State == RtspClientState.Ended || !_exchange.TryTake(response)) return;
        if (response.Status == RtspStatus.Unauthorized)
        {
            if (_exchange.TryAuthorize(response, output, now) is { } fault) End(RtspClientEndReason.Unauthorized, fault);
            return;
        }

        if ((int)response.Status is >= 300 and < 400 && response.Headers.Get(RtspHeaderNames.Location) is { } target)
        {
            Follow(target);
            return;
        }

        RtspRequest request = _exchange.Complete();
        switch (State)
        {
            case RtspClientState.Describing when request.Method == RtspMethod.Options:
                OnOptions(response, output, now);
                break;
            case RtspClientState.Describing:
                OnDescribe(request, response);
                break;
            case RtspClientState.SettingUp:
                OnSetup(request, response, output, now);
                break;
            case RtspClientState.Starting:
                OnPlay(response, now);
                break;
            case RtspClientState.Playing:
                // Cameras refuse GET_PARAMETER in every way, 454 among them, and go on sending. One that has really lost the session stops to.
                if (!response.Status.IsSuccess()) _keepAlive.OnRefused();
                _keepAlive.Restart(now);
                break;
        }
    }

    /// <summary>Handles a request of the server's: signs of life, REDIRECT, TEARDOWN.</summary>
    public void Handle(RtspRequest request, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (State == RtspClientState.Ended) return;
        bool isKnown = request.Method is RtspMethod.Options or RtspMethod.GetParameter or RtspMethod.SetParameter or RtspMethod.Redirect or RtspMethod.Teardown;
        RtspResponse response = new(isKnown ? RtspStatus.Ok : RtspStatus.NotImplemented);
        if (request.Headers.Get(RtspHeaderNames.CSeq) is { } number) response.Headers.Add(RtspHeaderNames.CSeq, number);
        if (_exchange.SessionId is { } id) response.Headers.Add(RtspHeaderNames.Session, id);
        response.WriteTo(output);
        if (request.Method == RtspMethod.Redirect) Follow(request.Headers.Get(RtspHeaderNames.Location) ?? "");
        else if (request.Method == RtspMethod.Teardown) End(RtspClientEndReason.TornDown, "the server ended the session");
    }

    /// <summary>Ends the session after its parser gave up.</summary>
    public void HandleFault(RtspFault fault) => End(RtspClientEndReason.Fault, fault.ToText());

    /// <summary>Acts on a deadline that has passed: gives up a request, or shows that the client lives.</summary>
    public void HandleTimeout(IBufferWriter<byte> output, MonotonicTime now)
    {
        if (now < NextDeadline || State == RtspClientState.Ended) return;
        if (State != RtspClientState.Playing)
        {
            End(RtspClientEndReason.TimedOut, $"{_exchange.Pending!.MethodToken} was not answered within {_options.RequestTimeout.TotalSeconds:0.#} s");
            return;
        }

        // Some servers never answer while they send; whether they live, their media shows.
        if (_exchange.Pending is not null)
        {
            _exchange.Abandon();
            _keepAlive.Restart(now);
            return;
        }

        _exchange.Send(new RtspRequest(_keepAlive.Method, _url), output, now);
    }

    /// <summary>Sets up tracks of the presentation, at most <see cref="RtspLimits.MaxTracks"/>, and plays them. None end the session.</summary>
    public void SetUp(ImmutableArray<RtspClientTrack> tracks, IBufferWriter<byte> output, MonotonicTime now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tracks.Length, RtspLimits.MaxTracks);
        if (State != RtspClientState.Described) return;
        State = RtspClientState.SettingUp;
        _setup = new ClientSetup(tracks, Channels, index => ControlUrls.Join(_url, _presentation!.Media[index].Control));
        SetUpNext(output, now);
    }

    /// <summary>Says goodbye. Nothing is waited for.</summary>
    public void TearDown(IBufferWriter<byte> output, MonotonicTime now)
    {
        bool hasSession = _exchange.SessionId is not null && State != RtspClientState.Ended;
        State = RtspClientState.Ended;
        if (hasSession) _exchange.Send(new RtspRequest(RtspMethod.Teardown, _url), output, now);
    }

    /// <summary>Takes the next event; false if there is none.</summary>
    public bool TryGetEvent([NotNullWhen(true)] out RtspClientEvent? next) => _events.TryDequeue(out next);

    private void OnOptions(RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        // What refuses OPTIONS may describe its streams all the same.
        if (response.Headers.GetJoined(RtspHeaderNames.Public) is { } methods) _keepAlive.Learn(PublicMethods.Parse(methods));
        RtspRequest describe = new(RtspMethod.Describe, _url);
        describe.Headers.Add(RtspHeaderNames.Accept, "application/sdp");
        _exchange.Send(describe, output, now);
    }

    private void OnDescribe(RtspRequest request, RtspResponse response)
    {
        if (!response.Status.IsSuccess())
        {
            Refuse(request, response);
            return;
        }

        if (!SdpReader.TryRead(response.Body.Span, out SessionDescription presentation, out SdpError error) || presentation.Media.IsEmpty)
        {
            string why = response.Body.IsEmpty ? "it is empty" : error == SdpError.None ? "it names no media" : error.ToString();
            End(RtspClientEndReason.BadDescription, $"the session description cannot be used: {why}");
            return;
        }

        _presentation = presentation;
        _url = ControlUrls.OfPresentation(response, request.Uri, presentation);
        State = RtspClientState.Described;
        _events.Enqueue(new RtspClientEvent.Described(presentation));
    }

    private void OnSetup(RtspRequest request, RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (!response.Status.IsSuccess())
        {
            if (response.Status == RtspStatus.UnsupportedTransport)
            {
                End(RtspClientEndReason.UnsupportedTransport, $"the server does not offer the transport {request.Headers.Get(RtspHeaderNames.Transport)} (461)");
                return;
            }

            // One track that is not to be had does not cost the others.
            _lastRefusal = response;
            _setup!.Skip();
            SetUpNext(output, now);
            return;
        }

        if (response.Headers.TryGet(RtspHeaderNames.Session, out string? value) && SessionHeader.TryParse(value, out SessionHeader? session))
        {
            _exchange.SessionId ??= session.Id;
            _keepAlive.Learn(session.TimeoutSeconds);
        }

        if (_setup!.Agree(response, request.Uri) is { } fault) End(RtspClientEndReason.UnsupportedTransport, fault);
        else SetUpNext(output, now);
    }

    private void SetUpNext(IBufferWriter<byte> output, MonotonicTime now)
    {
        if (_setup!.Next() is { } setup)
        {
            _exchange.Send(setup, output, now);
            return;
        }

        if (_setup.Done.IsEmpty)
        {
            End(RtspClientEndReason.NoTracks, _lastRefusal is null ? "the server offers no track that can be received" : $"SETUP of every track was answered {_lastRefusal}");
            return;
        }

        State = RtspClientState.Starting;
        _events.Enqueue(new RtspClientEvent.Starting(_setup.Done));
        RtspRequest play = new(RtspMethod.Play, _url);
        play.Headers.Add(RtspHeaderNames.Range, new RangeHeader(RangeUnit.Npt) { Start = TimeSpan.Zero }.ToString());
        _exchange.Send(play, output, now);
    }

    private void OnPlay(RtspResponse response, MonotonicTime now)
    {
        if (!response.Status.IsSuccess())
        {
            End(RtspClientEndReason.Refused, $"PLAY was answered {response}");
            return;
        }

        State = RtspClientState.Playing;
        _keepAlive.Restart(now);
        RtpInfoHeader? starts = RtpInfoHeader.TryParse(response.Headers.GetJoined(RtspHeaderNames.RtpInfo), out RtpInfoHeader? header) ? header : null;
        _events.Enqueue(new RtspClientEvent.Playing(starts));
    }

    private void Refuse(RtspRequest request, RtspResponse response) => End(RtspClientEndReason.Refused, $"{request.MethodToken} was answered {response}");

    private void Follow(string target)
    {
        if (!_location.TryFollow(target, out RtspLocation? location))
        {
            End(RtspClientEndReason.BadRedirect, "the server redirects to what is no RTSP URL");
            return;
        }

        State = RtspClientState.Ended;
        _events.Enqueue(new RtspClientEvent.Redirected(location));
    }

    private void End(RtspClientEndReason reason, string text)
    {
        if (State == RtspClientState.Ended) return;
        State = RtspClientState.Ended;
        _events.Enqueue(new RtspClientEvent.Ended(reason, text));
    }
}
