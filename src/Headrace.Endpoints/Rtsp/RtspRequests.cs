using System.Collections.Immutable;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>Answers what the session of a connection asks about streams: who may do what with which, how tracks are carried, and when media begins. Owned by the connection's loop.</summary>
internal sealed class RtspRequests(
    RtspConnection connection, RtspServerSession session, ConnectionReplies replies, RtspPublishing publishing, RtspViewing viewing, RtspUdpLink? udp, RtspAccess? access,
    TcpEgress egress, TimeProvider clock, ILogger logger)
{
    /// <summary>In a URL's query it asks for a description that names the groups: VLC takes them from there.</summary>
    private const string VlcMulticast = "vlcmulticast";

    private MonotonicTime Now => MonotonicTime.Now(clock);

    /// <summary>Answers a question of the session.</summary>
    /// <param name="decision">The question.</param>
    /// <param name="ending">Completes when the connection ends: a stream that comes up is not waited for any longer.</param>
    public async ValueTask AnswerAsync(RtspServerEvent.Decision decision, Task ending)
    {
        switch (decision)
        {
            case RtspServerEvent.DescribeRequested describe:
                await DescribeAsync(describe, ending).ConfigureAwait(false);
                break;
            case RtspServerEvent.AnnounceRequested announce:
                Announce(announce);
                break;
            case RtspServerEvent.SetupRequested setup:
                SetUp(setup);
                break;
            case RtspServerEvent.PlayRequested play:
                Play(play);
                break;
            case RtspServerEvent.RecordRequested record:
                Record(record);
                break;
            default:
                session.Reject(decision, RtspStatus.UnsupportedTransport, replies.Buffer, Now);
                break;
        }
    }

    private async ValueTask DescribeAsync(RtspServerEvent.DescribeRequested describe, Task ending)
    {
        if (RefusesAccess(describe, AccessAction.Read, out AccessGrant? grant)) return;
        connection.FollowDeadline();
        (RtspPresentation? presentation, RtspResponse? refusal) = await viewing.DescribeAsync(
            describe.StreamName, describe.Url.Query.Contains(VlcMulticast, StringComparison.OrdinalIgnoreCase), describe.BindsSession, ending).ConfigureAwait(false);
        if (presentation is null)
        {
            if (refusal!.Status == RtspStatus.NotFound) RtspLog.NoSuchStream(logger, connection.Remote, describe.StreamName);
            else if (refusal.Status == RtspStatus.ServiceUnavailable) RtspLog.NotReady(logger, connection.Remote, describe.StreamName);
            session.Reject(describe, refusal, replies.Buffer, Now);
            return;
        }

        if (describe.BindsSession) connection.BindTo(describe.StreamName, grant);
        session.RespondDescribe(describe, presentation, replies.Buffer, Now);
    }

    private void Announce(RtspServerEvent.AnnounceRequested announce)
    {
        if (RefusesAccess(announce, AccessAction.Publish, out AccessGrant? grant)) return;
        if (!Streaming.Paths.StreamName.TryParse(announce.StreamName, out _, out string? problem))
        {
            RtspLog.BadName(logger, connection.Remote, announce.StreamName, problem);
            Refuse(announce, RtspStatus.BadRequest);
            return;
        }

        if (!publishing.TryAnnounce(announce.Request.Body.Span, out ImmutableArray<RtspTrack> tracks, out problem))
        {
            RtspLog.BadSdp(logger, connection.Remote, announce.StreamName, problem);
            Refuse(announce, RtspStatus.UnsupportedMediaType);
            return;
        }

        connection.BindTo(announce.StreamName, grant, access?.InputOf(announce.Url, connection.Peer));
        session.AcceptAnnounce(announce, tracks, replies.Buffer, Now);
    }

    /// <summary>Sets a track up over UDP, to and from the connection's peer and nobody else; or in the track's group, for viewers.</summary>
    private void SetUp(RtspServerEvent.SetupRequested setup)
    {
        bool isRecord = publishing.HasAnnounced;
        TransportSpec? transport = !setup.Transport.IsMulticast ? udp?.TrySetUp(setup.Track, setup.Transport, setup.Ssrc, isRecord) : isRecord ? null : viewing.SetUpMulticast(setup);
        if (transport is not null) session.RespondSetup(setup, transport, replies.Buffer, Now);
        else session.Reject(setup, RtspStatus.UnsupportedTransport, replies.Buffer, Now);
    }

    private void Record(RtspServerEvent.RecordRequested record)
    {
        PublishRefusal refusal = publishing.TryRecord(record.Tracks, Now);
        if (refusal != PublishRefusal.None)
        {
            RtspLog.PublishRefused(logger, connection.Remote, connection.StreamName, refusal, refusal.ToAdvice());
            Refuse(record, refusal switch
            {
                PublishRefusal.NoUsableTracks => RtspStatus.UnsupportedMediaType,
                PublishRefusal.TooManyStreams => RtspStatus.NotEnoughBandwidth,
                PublishRefusal.MemoryPressure => RtspStatus.ServiceUnavailable,
                _ => RtspStatus.Forbidden,
            });
            return;
        }

        LowerTransport transport = record.Tracks[0].Transport.Lower;
        connection.BeginMediaSession(SessionRole.Publisher, expectsMedia: transport == LowerTransport.Tcp);
        publishing.Begin(transport, Now);
        session.AcceptRecord(record, replies.Buffer, Now);
        RtspLog.Publishing(logger, connection.StreamName, connection.Remote, publishing.Description);
    }

    private void Play(RtspServerEvent.PlayRequested play)
    {
        MonotonicTime now = Now;
        RtspStatus status = viewing.TryPlay(play.Tracks, egress, udp, now, out ImmutableArray<RtpStart> starts);
        if (status != RtspStatus.Ok)
        {
            if (status == RtspStatus.NotFound) RtspLog.NoSuchStream(logger, connection.Remote, connection.StreamName!);
            Refuse(play, status);
            return;
        }

        connection.BeginMediaSession(SessionRole.Viewer, expectsMedia: false);
        session.RespondPlay(play, starts.IsEmpty ? RangeHeader.Live : new RangeHeader(RangeUnit.Npt) { Start = TimeSpan.Zero }, starts.AsSpan(), replies.Buffer, now);
        replies.Flush(viewing.Source);
        viewing.Start();
        ConnectionLog.Playing(logger, connection.StreamName, connection.Remote, connection.UserAgent ?? "a player without a name");
    }

    /// <summary>Asks for credentials, or says that they do not suffice.</summary>
    private bool RefusesAccess(RtspServerEvent.StreamDecision decision, AccessAction action, out AccessGrant? grant)
    {
        grant = null;
        if (access?.Refusal(decision, action, connection.Peer, Now, out grant) is not { } refusal) return false;
        connection.NoteRefusal();
        session.Reject(decision, refusal, replies.Buffer, Now);
        return true;
    }

    /// <summary>Says no. If the peer asks for nothing else that succeeds, it is why the session ended.</summary>
    private void Refuse(RtspServerEvent.Decision decision, RtspStatus status)
    {
        connection.NoteRefusal();
        session.Reject(decision, status, replies.Buffer, Now);
    }
}
