using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>The methods of a server session and its states (RFC 2326, 10 and A.2), without the order of requests.</summary>
internal sealed class RtspServerMethods(RtspServerOptions options, SessionIdentity identity)
{
    private const string SdpType = "application/sdp";

    public SessionTracks Tracks { get; } = new();

    public RtspSessionState State { get; private set; }

    public RtspServerReply Handle(RtspRequest request) => request.Method switch
    {
        RtspMethod.Options => RequestChecks.WithMethods(new RtspResponse(RtspStatus.Ok)),
        RtspMethod.Describe => RequestDescribe(request),
        RtspMethod.Announce => RequestAnnounce(request),
        RtspMethod.Setup => RequestSetup(request),
        RtspMethod.Play => RequestPlay(request),
        RtspMethod.Record => RequestRecord(request),
        RtspMethod.Pause => Pause(),
        RtspMethod.Teardown => TearDown(),
        // RFC 2326, 10.8: clients use it as a ping. Nothing can be asked for, and nothing is said about what was.
        RtspMethod.GetParameter => RtspStatus.Ok,
        RtspMethod.SetParameter => request.Body.IsEmpty ? RtspStatus.Ok : RtspStatus.ParameterNotUnderstood,
        _ => RtspStatus.NotImplemented,
    };

    public RtspServerReply Describe(RtspServerEvent.DescribeRequested decision, RtspPresentation presentation)
    {
        // A session that has tracks stays with their presentation; describing changes no state (RFC 2326, A.2).
        if (decision.BindsSession) Tracks.Present(decision.StreamName, presentation.Tracks);
        if (decision.Request.Method == RtspMethod.Setup) return AgreeTransport(decision.Request, decision.Url);
        RtspResponse response = new(RtspStatus.Ok) { Body = presentation.Sdp };
        response.Headers.Add(RtspHeaderNames.ContentBase, decision.Url.ContentBase);
        response.Headers.Add(RtspHeaderNames.ContentType, SdpType);
        return response;
    }

    public RtspServerReply Announce(RtspServerEvent.AnnounceRequested decision, ImmutableArray<RtspTrack> tracks)
    {
        if (tracks.IsEmpty) return RtspStatus.UnsupportedMediaType;
        if (tracks.Length > RtspLimits.MaxTracks) return new RtspResponse(RtspStatus.BadRequest, "Too many tracks");
        Tracks.Present(decision.StreamName, tracks);
        State = RtspSessionState.ReadyToRecord;
        return RtspStatus.Ok;
    }

    public RtspServerReply SetUp(int track, RtspUrl url, TransportSpec transport)
    {
        Tracks.Set(track, url, transport);
        if (State == RtspSessionState.Init) State = RtspSessionState.ReadyToPlay;
        identity.Open();
        RtspResponse response = new(RtspStatus.Ok);
        response.Headers.Add(RtspHeaderNames.Transport, transport.ToString());
        return response;
    }

    public RtspServerReply Play(RangeHeader? range, ImmutableArray<RtpStart> starts)
    {
        State = RtspSessionState.Playing;
        RtspResponse response = new(RtspStatus.Ok);
        if (range is not null) response.Headers.Add(RtspHeaderNames.Range, range.ToString());
        // In the order of the presentation: some clients go by it and not by the URLs.
        ImmutableArray<RtpInfoEntry> entries = [.. Tracks.SetUp.Join(
            starts, setup => setup.Track, start => start.Track, (setup, start) => new RtpInfoEntry(setup.Url, start.Sequence, start.RtpTime))];
        if (!entries.IsEmpty) response.Headers.Add(RtspHeaderNames.RtpInfo, new RtpInfoHeader(entries).ToString());
        return response;
    }

    public RtspServerReply Record()
    {
        State = RtspSessionState.Recording;
        return RtspStatus.Ok;
    }

    private RtspServerReply RequestDescribe(RtspRequest request)
    {
        if (State is RtspSessionState.ReadyToRecord or RtspSessionState.Recording) return RtspStatus.MethodNotValidInThisState;
        if (!TryReadStreamUrl(request, out RtspUrl? url)) return RtspStatus.BadRequest;
        if (request.Headers.GetJoined(RtspHeaderNames.Accept) is { } accept && !AcceptsSdp(accept)) return RtspStatus.NotAcceptable;
        return new RtspServerEvent.DescribeRequested(request, url, url.StreamName, bindsSession: Tracks.SetUp.IsEmpty);
    }

    private RtspServerReply RequestAnnounce(RtspRequest request)
    {
        if (State != RtspSessionState.Init) return RtspStatus.MethodNotValidInThisState;
        if (!TryReadStreamUrl(request, out RtspUrl? url)) return RtspStatus.BadRequest;
        string? type = request.Headers.Get(RtspHeaderNames.ContentType);
        if (type is not null && !type.StartsWith(SdpType, StringComparison.OrdinalIgnoreCase)) return RtspStatus.UnsupportedMediaType;
        if (request.Body.IsEmpty) return request.Headers.Contains(RtspHeaderNames.ContentLength) ? RtspStatus.BadRequest : RtspStatus.LengthRequired;
        return new RtspServerEvent.AnnounceRequested(request, url, url.StreamName);
    }

    private RtspServerReply RequestSetup(RtspRequest request)
    {
        if (State is RtspSessionState.Playing or RtspSessionState.Recording) return RtspStatus.MethodNotValidInThisState;
        if (!TryReadStreamUrl(request, out RtspUrl? url)) return RtspStatus.BadRequest;
        if (State == RtspSessionState.Init && !Tracks.Knows(url))
        {
            return new RtspServerEvent.DescribeRequested(request, url, TrackControl.StreamNameOf(url), bindsSession: true);
        }

        return AgreeTransport(request, url);
    }

    private RtspServerReply AgreeTransport(RtspRequest request, RtspUrl url)
    {
        string? value = request.Headers.GetJoined(RtspHeaderNames.Transport);
        if (value is null) return new RtspResponse(RtspStatus.BadRequest, "Transport missing");
        RtspStatus status = Tracks.Resolve(url, out int track);
        TransportSpec? wanted = TransportHeader.TryParse(value, out TransportHeader? header) ? TransportChoice.Choose(header, OfferedFor(track), options.Preference) : null;
        if (wanted is null) return RtspStatus.UnsupportedTransport;
        if (status != RtspStatus.Ok) return status;
        if (wanted.Lower != LowerTransport.Tcp) return new RtspServerEvent.SetupRequested(request, url, track, wanted) { Ssrc = Tracks.SsrcOf(track) };

        // A viewer learns from the response which channels are his. A publisher that asked for taken ones would mix his tracks.
        bool isRecord = State == RtspSessionState.ReadyToRecord;
        if (!Tracks.TryTakeChannels(track, wanted.Interleaved, mayChoose: !isRecord, out ChannelPair channels))
        {
            return new RtspResponse(RtspStatus.BadRequest, "Interleaved channels in use");
        }

        return SetUp(track, url, new TransportSpec
        {
            Lower = LowerTransport.Tcp,
            Interleaved = channels,
            Ssrc = isRecord ? null : Tracks.SsrcOf(track),
            Mode = isRecord ? TransportMode.Record : wanted.Mode is null ? null : TransportMode.Play,
        });
    }

    /// <summary>The tracks of a session go one way: what the others have decides.</summary>
    private RtspTransports OfferedFor(int track)
    {
        foreach (RtspTrackSetup setup in Tracks.SetUp)
        {
            if (setup.Track != track) return options.Transports & TransportChoice.KindOf(setup.Transport);
        }

        return options.Transports;
    }

    private RtspServerReply RequestPlay(RtspRequest request)
    {
        if (State is not (RtspSessionState.ReadyToPlay or RtspSessionState.Playing)) return RtspStatus.MethodNotValidInThisState;
        string? value = request.Headers.Get(RtspHeaderNames.Range);
        // RFC 2326, 10.5: without a range, what plays goes on; clients use it as a ping.
        if (State == RtspSessionState.Playing && value is null) return RtspStatus.Ok;
        RangeHeader? range = RangeHeader.TryParse(value, out RangeHeader? parsed) ? parsed : null;
        return new RtspServerEvent.PlayRequested(request, range, Tracks.SetUp);
    }

    private RtspServerReply RequestRecord(RtspRequest request)
    {
        if (State == RtspSessionState.Recording) return RtspStatus.Ok;
        if (State != RtspSessionState.ReadyToRecord || Tracks.SetUp.IsEmpty) return RtspStatus.MethodNotValidInThisState;
        return new RtspServerEvent.RecordRequested(request, Tracks.SetUp);
    }

    private RtspServerReply Pause()
    {
        switch (State)
        {
            case RtspSessionState.Init:
                return RtspStatus.MethodNotValidInThisState;
            case RtspSessionState.Playing:
                State = RtspSessionState.ReadyToPlay;
                return new RtspServerReply(new RtspResponse(RtspStatus.Ok), new RtspServerEvent.Paused());
            case RtspSessionState.Recording:
                State = RtspSessionState.ReadyToRecord;
                return new RtspServerReply(new RtspResponse(RtspStatus.Ok), new RtspServerEvent.Paused());
            default:
                return RtspStatus.Ok;
        }
    }

    // Of one track or of all: the tracks of a live stream have no life of their own.
    private RtspServerReply TearDown()
    {
        if (State == RtspSessionState.Init) return RtspStatus.MethodNotValidInThisState;
        State = RtspSessionState.Init;
        Tracks.Clear();
        identity.Close();
        return new RtspServerReply(new RtspResponse(RtspStatus.Ok), new RtspServerEvent.TornDown());
    }

    private static bool TryReadStreamUrl(RtspRequest request, [NotNullWhen(true)] out RtspUrl? url) =>
        RtspUrl.TryParse(request.Uri, out url) && !url.IsServer;

    private static bool AcceptsSdp(string accept) =>
        accept.Contains(SdpType, StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal)
        || accept.Contains("application/*", StringComparison.OrdinalIgnoreCase);
}
