using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>The viewer's side of a connection: the stream that was described to him, and the viewer of the last PLAY. Owned by the connection's loop.</summary>
internal sealed class RtspViewing(RtspConnection connection, RtspEndpointOptions options, RtspMulticast? multicast, IPAddress local, StreamRegistry streams, TimeProvider clock, ILogger logger)
{
    private LiveStream? _stream;
    private ImmutableArray<Track> _described = [];
    private IRtspViewer? _viewer;
    private long _bytesOfOthers;
    private long _skipsOfOthers;

    /// <summary>True from PLAY to the end of the session.</summary>
    public bool HasViewer => _viewer is not null;

    /// <summary>True while the stream of his last PLAY is paused: nothing is sent, and many players then say nothing either. Readable from any thread.</summary>
    public bool IsPaused => Volatile.Read(ref _viewer) is not null && _stream!.IsPaused;

    /// <summary>How often he fell behind, over all his PLAYs. Readable from any thread.</summary>
    public long Skips => Volatile.Read(ref _skipsOfOthers) + (Volatile.Read(ref _viewer)?.Skips ?? 0);

    /// <summary>Bytes that went to him beside the connection. Readable from any thread.</summary>
    public long BytesSent => Volatile.Read(ref _bytesOfOthers) + (Volatile.Read(ref _viewer)?.BytesSent ?? 0);

    /// <summary>How far behind the newest media he reads. Readable from any thread.</summary>
    public TimeSpan? Lag => Volatile.Read(ref _viewer)?.Lag;

    /// <summary>What he says of what reaches him. Readable from any thread.</summary>
    public ReceptionQuality? Quality => Volatile.Read(ref _viewer)?.Quality;

    /// <summary>
    /// Describes a stream, waiting for one that is coming up; else says why not. The status is <see cref="RtspStatus.NotFound"/> when nobody publishes it,
    /// <see cref="RtspStatus.ServiceUnavailable"/> when it did not come up in time, <see cref="RtspStatus.UnsupportedMediaType"/>, with the reasons, when RTP carries none of its tracks.
    /// </summary>
    public async ValueTask<(RtspPresentation? Presentation, RtspResponse? Refusal)> DescribeAsync(string name, bool asksForGroups, bool binds, Task ending)
    {
        LiveStream? stream = StreamName.TryParse(name, out _, out _) ? streams.FindForReader(name) : null;
        if (stream is null || !await StreamPatience.WaitAsync(stream, options.DescribeTimeout, ending, clock).ConfigureAwait(false))
            return (null, new RtspResponse(stream?.HasOwnSource != true ? RtspStatus.NotFound : RtspStatus.ServiceUnavailable));
        ImmutableArray<Track> tracks = [.. stream.Tracks.Where(RtpSenders.CanCarry)];
        foreach (Track track in stream.Tracks)
        {
            if (OutputForm.Rtp.Explain(track) is { } reason) RtspLog.TrackLeftOut(logger, stream.Name, connection.Remote, track.Id, track.Format.Description, reason);
        }

        if (stream.Tracks.IsEmpty) return (null, new RtspResponse(RtspStatus.ServiceUnavailable));
        if (tracks.IsEmpty) return (null, new RtspResponse(RtspStatus.UnsupportedMediaType, $"{RtspStatus.UnsupportedMediaType.ToReason()}: {OutputForm.Rtp.WhyNothing(stream.Tracks)}"));
        if (binds) (_stream, _described) = (stream, tracks);
        RtpPathState path = stream.PathMemory.Get<RtpPathState>();
        ImmutableArray<RtspTrack> controls = [.. tracks.Select((track, index) => new RtspTrack(TrackControl.Format(index), path.SsrcOf(track)))];
        return (new RtspPresentation(RtpSdp.Write(stream.Name, tracks, TrackControl.Format, asksForGroups ? GroupOf : null), controls), null);

        (SdpConnection, int)? GroupOf(Track track) => multicast?.GroupOf(stream, track) is { } group
            ? (new SdpConnection("IP4", group.ToString(), MulticastGroups.TimeToLive.ToString(CultureInfo.InvariantCulture)), MulticastGroups.RtpPortOf(track.Id))
            : null;
    }

    /// <summary>The transport of a track that is to be listened to in its group; null where that cannot be.</summary>
    public TransportSpec? SetUpMulticast(RtspServerEvent.SetupRequested setup) =>
        multicast?.SetUp(_stream!, _described[setup.Track], local, setup.Transport, setup.Ssrc);

    /// <summary>
    /// Makes the viewer of a PLAY, which the driver hands to the egress behind its answer. <see cref="RtspStatus.NotFound"/> when the stream
    /// is gone, <see cref="RtspStatus.NotEnoughBandwidth"/> when it takes no more readers, <see cref="RtspStatus.ServiceUnavailable"/> while memory is short.
    /// </summary>
    public RtspStatus TryPlay(ImmutableArray<RtspTrackSetup> setups, TcpEgress egress, RtspUdpLink? link, MonotonicTime now, out ImmutableArray<RtpStart> starts)
    {
        starts = [];
        LiveStream stream = _stream!;
        if (streams.Find(stream.Name) != stream) return RtspStatus.NotFound;
        if (_viewer is null && stream.TryAddReader(connection) is not ReaderRefusal.None and ReaderRefusal refusal) return StatusOf(refusal);

        // A viewer a PLAY: the pump may still be reading for the one before.
        IRtspViewer next = CreateViewer(setups, egress, link);
        Replace(next);
        ImmutableArray<RtpTrackStart> tracks = next.Begin(now);
        starts = [.. from setup in setups
                     from at in tracks
                     where at.TrackId == _described[setup.Track].Id
                     select new RtpStart(setup.Track, at.Sequence, at.Timestamp)];
        return RtspStatus.Ok;
    }

    /// <summary>The viewer of the last PLAY as the connection's egress asks him; null where his packets go another way.</summary>
    public IEgressSource? Source => _viewer as IEgressSource;

    /// <summary>Begins to send, where the connection's egress does not: behind the answer to PLAY.</summary>
    public void Start() => (_viewer as RtspUdpViewer)?.Start();

    /// <summary>Sends nothing until the next PLAY.</summary>
    public void Pause()
    {
        if (_viewer is RtspUdpViewer overUdp) overUdp.Pause();
        else if (_viewer is RtspMulticastViewer inGroup) inGroup.Stop();
    }

    /// <summary>Lets the stream go.</summary>
    public void Stop(SessionEndReason reason)
    {
        if (_viewer is null) return;
        Replace(null);
        _stream!.RemoveReader(connection, reason);
    }

    private static RtspStatus StatusOf(ReaderRefusal refusal) => refusal switch
    {
        ReaderRefusal.StreamEnded => RtspStatus.NotFound,
        ReaderRefusal.MemoryPressure => RtspStatus.ServiceUnavailable,
        _ => RtspStatus.NotEnoughBandwidth,
    };

    private IRtspViewer CreateViewer(ImmutableArray<RtspTrackSetup> setups, TcpEgress egress, RtspUdpLink? link)
    {
        TransportSpec transport = setups[0].Transport;
        if (transport.IsMulticast) return new RtspMulticastViewer(connection, multicast!, _stream!, _described, local, egress.Pump);
        BranchLease<RtspBranch> lease = RtspBranch.Acquire(_stream!, _described);
        if (transport.Lower == LowerTransport.Tcp) return new RtspViewer(connection, () => connection.End(SessionEndReason.TooSlow), _stream!, lease, egress, _described, setups);
        RtspUdpViewer viewer = new(connection, _stream!, lease, link!, egress.Pump, _described, setups);
        link!.Play(viewer);
        return viewer;
    }

    private void Replace(IRtspViewer? next)
    {
        IRtspViewer? before = _viewer;
        Volatile.Write(ref _viewer, next);
        if (before is null) return;
        before.Stop();
        Volatile.Write(ref _skipsOfOthers, _skipsOfOthers + before.Skips);
        Volatile.Write(ref _bytesOfOthers, _bytesOfOthers + before.BytesSent);
    }
}
