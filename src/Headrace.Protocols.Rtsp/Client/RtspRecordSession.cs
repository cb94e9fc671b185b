using System.Buffers;
using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>
/// One connection's client side that publishes (RFC 2326, 10.3 and 10.11): OPTIONS, ANNOUNCE, SETUP of all tracks, RECORD, signs of life, TEARDOWN. Responses and
/// time in; requests, events and the next deadline out; no socket and no clock. Single-threaded.
/// </summary>
public sealed class RtspRecordSession : RtspClientDialog
{
    private readonly byte[] _description;
    private readonly ImmutableArray<string> _controls;
    private readonly ImmutableArray<PortPair> _ports;
    private ClientSetup? _setup;
    private RtspResponse? _lastRefusal;

    /// <summary>A session that has asked for nothing yet.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="location">Where it publishes, with the credentials for it.</param>
    /// <param name="description">The session description that it announces.</param>
    /// <param name="controls">The control of each track in it, at most <see cref="RtspLimits.MaxTracks"/>.</param>
    /// <param name="authorization">How requests were authorised on an earlier connection that the server closed after its challenge; else null.</param>
    /// <param name="ports">The client's ports for each track, to send over UDP; empty to send within the connection.</param>
    public RtspRecordSession(
        RtspClientOptions options, RtspLocation location, byte[] description, ImmutableArray<string> controls, ClientAuthorization? authorization = null, ImmutableArray<PortPair> ports = default)
        : base(options, location, authorization)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(controls.Length, RtspLimits.MaxTracks);
        _description = description;
        _controls = controls;
        _ports = ports.IsDefault ? [] : ports;
    }

    /// <summary>The state.</summary>
    public RtspRecordState State { get; private set; }

    private protected override bool IsFlowing => State == RtspRecordState.Recording;

    private protected override bool IsOver => State == RtspRecordState.Ended;

    /// <summary>Begins: asks what the server can do, and then announces.</summary>
    public void Start(IBufferWriter<byte> output, MonotonicTime now)
    {
        State = RtspRecordState.Announcing;
        Exchange.Send(new RtspRequest(RtspMethod.Options, Url), output, now);
    }

    private protected override void Close() => State = RtspRecordState.Ended;

    private protected override void OnResponse(RtspRequest request, RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        switch (State)
        {
            case RtspRecordState.Announcing when request.Method == RtspMethod.Options:
                Announce(response, output, now);
                break;
            case RtspRecordState.Announcing when response.Status.IsSuccess():
                SetUp(response, output, now);
                break;
            case RtspRecordState.SettingUp:
                OnSetup(request, response, output, now);
                break;
            case RtspRecordState.Starting when response.Status.IsSuccess():
                State = RtspRecordState.Recording;
                KeepAlive.Restart(now);
                Tell(new RtspClientEvent.Recording(_setup!.Done));
                break;
            default:
                Refuse(request, response);
                break;
        }
    }

    private void Announce(RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        // What refuses OPTIONS may take a stream all the same.
        if (response.Headers.GetJoined(RtspHeaderNames.Public) is { } methods) KeepAlive.Learn(PublicMethods.Parse(methods));
        RtspRequest announce = new(RtspMethod.Announce, Url) { Body = _description };
        announce.Headers.Add(RtspHeaderNames.ContentType, "application/sdp");
        Exchange.Send(announce, output, now);
    }

    private void SetUp(RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        Learn(response);
        State = RtspRecordState.SettingUp;
        ImmutableArray<RtspClientTrack> tracks =
            [.. _controls.Select((_, index) => _ports.IsEmpty ? new RtspClientTrack(index, RtspClientTransport.Tcp) : new RtspClientTrack(index, RtspClientTransport.Udp, _ports[index]))];
        _setup = new ClientSetup(tracks, Channels, index => ControlUrls.Join(Url, _controls[index]), TransportMode.Record);
        SetUpNext(output, now);
    }

    private void OnSetup(RtspRequest request, RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (!response.Status.IsSuccess())
        {
            // One track that is not wanted does not cost the others.
            _lastRefusal = response;
            _setup!.Skip();
            SetUpNext(output, now);
            return;
        }

        Learn(response);
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
            End(RtspClientEndReason.NoTracks, $"SETUP of every track was answered {_lastRefusal}");
            return;
        }

        State = RtspRecordState.Starting;
        RtspRequest record = new(RtspMethod.Record, Url);
        record.Headers.Add(RtspHeaderNames.Range, new RangeHeader(RangeUnit.Npt) { Start = TimeSpan.Zero }.ToString());
        Exchange.Send(record, output, now);
    }

    private void Learn(RtspResponse response)
    {
        if (!response.Headers.TryGet(RtspHeaderNames.Session, out string? value) || !SessionHeader.TryParse(value, out SessionHeader? session)) return;
        Exchange.SessionId ??= session.Id;
        KeepAlive.Learn(session.TimeoutSeconds);
    }
}
