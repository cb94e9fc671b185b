using System.Buffers;
using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>
/// One connection's client side (RFC 2326): OPTIONS, DESCRIBE, SETUP of the chosen tracks, PLAY, signs of life, TEARDOWN. Responses and time in;
/// requests, events and the next deadline out; no socket and no clock. One request waits at a time. Single-threaded.
/// </summary>
public sealed class RtspClientSession : RtspClientDialog
{
    private SessionDescription? _presentation;
    private ClientSetup? _setup;
    private RtspResponse? _lastRefusal;

    /// <summary>A session that has asked for nothing yet.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="location">What it asks for, with the credentials for it.</param>
    /// <param name="authorization">How requests were authorised on an earlier connection that the server closed after its challenge; else null.</param>
    public RtspClientSession(RtspClientOptions options, RtspLocation location, ClientAuthorization? authorization = null)
        : base(options, location, authorization)
    {
    }

    /// <summary>The state.</summary>
    public RtspClientState State { get; private set; }

    private protected override bool IsFlowing => State == RtspClientState.Playing;

    private protected override bool IsOver => State == RtspClientState.Ended;

    /// <summary>Begins: asks what the server can do, and then what it has.</summary>
    public void Start(IBufferWriter<byte> output, MonotonicTime now)
    {
        State = RtspClientState.Describing;
        Exchange.Send(new RtspRequest(RtspMethod.Options, Url), output, now);
    }

    /// <summary>Sets up tracks of the presentation, at most <see cref="RtspLimits.MaxTracks"/>, and plays them. None end the session.</summary>
    public void SetUp(ImmutableArray<RtspClientTrack> tracks, IBufferWriter<byte> output, MonotonicTime now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tracks.Length, RtspLimits.MaxTracks);
        if (State != RtspClientState.Described) return;
        State = RtspClientState.SettingUp;
        _setup = new ClientSetup(tracks, Channels, index => ControlUrls.Join(Url, _presentation!.Media[index].Control));
        SetUpNext(output, now);
    }

    private protected override void Close() => State = RtspClientState.Ended;

    private protected override void OnResponse(RtspRequest request, RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
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
        }
    }

    private void OnOptions(RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        // What refuses OPTIONS may describe its streams all the same.
        if (response.Headers.GetJoined(RtspHeaderNames.Public) is { } methods) KeepAlive.Learn(PublicMethods.Parse(methods));
        RtspRequest describe = new(RtspMethod.Describe, Url);
        describe.Headers.Add(RtspHeaderNames.Accept, "application/sdp");
        Exchange.Send(describe, output, now);
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
        Url = ControlUrls.OfPresentation(response, request.Uri, presentation);
        State = RtspClientState.Described;
        Tell(new RtspClientEvent.Described(presentation));
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
            Exchange.SessionId ??= session.Id;
            KeepAlive.Learn(session.TimeoutSeconds);
        }

        if (_setup!.Agree(response, request.Uri) is { } fault) End(RtspClientEndReason.UnsupportedTransport, fault);
        else SetUpNext(output, now);
    }

    private void SetUpNext(IBufferWriter<byte> output, MonotonicTime now)
    {
        if (_setup!.Next() is { } setup)
        {
            Exchange.Send(setup, output, now);
            return;
        }

        if (_setup.Done.IsEmpty)
        {
            End(RtspClientEndReason.NoTracks, _lastRefusal is null ? "the server offers no track that can be received" : $"SETUP of every track was answered {_lastRefusal}", _lastRefusal?.Status);
            return;
        }

        State = RtspClientState.Starting;
        Tell(new RtspClientEvent.Starting(_setup.Done));
        RtspRequest play = new(RtspMethod.Play, Url);
        play.Headers.Add(RtspHeaderNames.Range, new RangeHeader(RangeUnit.Npt) { Start = TimeSpan.Zero }.ToString());
        Exchange.Send(play, output, now);
    }

    private void OnPlay(RtspResponse response, MonotonicTime now)
    {
        if (!response.Status.IsSuccess())
        {
            End(RtspClientEndReason.Refused, $"PLAY was answered {response}", response.Status);
            return;
        }

        State = RtspClientState.Playing;
        KeepAlive.Restart(now);
        RtpInfoHeader? starts = RtpInfoHeader.TryParse(response.Headers.GetJoined(RtspHeaderNames.RtpInfo), out RtpInfoHeader? header) ? header : null;
        Tell(new RtspClientEvent.Playing(starts));
    }
}
