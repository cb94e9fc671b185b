using System.Buffers;
using System.Collections.Immutable;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>
/// The media of one connection to a camera: chooses its tracks, takes their packets, publishes from the first one on, reports, and notices silence. What goes wrong
/// is a <see cref="PullEnd"/>; null is well. Under the connection's lock.
/// </summary>
internal sealed class PullMedia(RtspSourceOptions options, RtspLocation location, RtspClientTransport transport, PullPorts ports, StreamRegistry streams, ILogger logger)
{
    private readonly ReceiverReports _reports = new();
    private RtspPublisher? _publisher;
    private ImmutableArray<RtspTrackSetup> _tracks = [];
    private MonotonicTime _playSince = MonotonicTime.Never;
    private MonotonicTime _mediaSince = MonotonicTime.Never;

    /// <summary>True once tracks are set up: packets may come.</summary>
    public bool IsExpected => _playSince != MonotonicTime.Never;

    /// <summary>True once a packet of media has come.</summary>
    public bool HasCome => _mediaSince != MonotonicTime.Never;

    /// <summary>How long media has come.</summary>
    public TimeSpan TimeSinceFirst(MonotonicTime now) => HasCome ? now - _mediaSince : TimeSpan.Zero;

    /// <summary>Chooses the tracks of a presentation that can be received, with ports for them where they come over UDP.</summary>
    public PullEnd? Choose(SessionDescription presentation, out ImmutableArray<RtspClientTrack> tracks)
    {
        tracks = [];
        if (!RtspPublisher.TryCreate(presentation, out RtspPublisher? publisher, out string? problem))
            return new PullEnd($"nothing of its session description can be received: {problem}", SessionEndReason.ProtocolError);
        _publisher = publisher;
        try
        {
            tracks =
            [
                .. Enumerable.Range(0, presentation.Media.Length).Where(publisher.IsUsable).Take(LiveStream.MaxTracks)
                    .Select(index => new RtspClientTrack(index, transport, transport == RtspClientTransport.Udp ? ports.Open(index) : null)),
            ];
            return null;
        }
        catch (SocketException e)
        {
            return new PullEnd($"no ports for UDP: {e.Message}", SessionEndReason.InternalError) { IsForTransport = true };
        }
    }

    /// <summary>Expects packets of the tracks that were set up.</summary>
    public PullEnd? Expect(ImmutableArray<RtspTrackSetup> tracks, MonotonicTime now)
    {
        _tracks = tracks;
        _playSince = now;
        try
        {
            if (transport == RtspClientTransport.Tcp || tracks.All(ports.TryBegin)) return null;
            return new PullEnd($"it agreed to a transport without an address: {tracks[0].Transport}", SessionEndReason.ProtocolError) { IsForTransport = true };
        }
        catch (SocketException e)
        {
            return new PullEnd($"its group cannot be joined: {e.Message}", SessionEndReason.InternalError) { IsForTransport = true };
        }
    }

    /// <summary>Takes a packet of a track.</summary>
    /// <param name="session">Who publishes.</param>
    /// <param name="track">The track's index in the presentation.</param>
    /// <param name="isRtcp">True for a packet of its control channel.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="now">When it arrived.</param>
    public PullEnd? Handle(Session session, int track, bool isRtcp, ReadOnlySpan<byte> packet, MonotonicTime now)
    {
        if (!HasCome)
        {
            // A camera that only says it plays takes nobody's place.
            if (isRtcp) return null;
            if (Publish(session, now) is { } refused) return refused;
        }

        if (!isRtcp)
        {
            _publisher!.HandleRtp(track, packet, now);
            return null;
        }

        _publisher!.HandleRtcp(track, packet, now);
        return _publisher.HasEnded ? new PullEnd("it said that it sends no more (RTCP BYE)", SessionEndReason.Closed) { Cause = SourceCause.NoMedia } : null;
    }

    /// <summary>Does what is due: holes to give up, reports to write, silence to notice.</summary>
    public PullEnd? HandleTimeout(IBufferWriter<byte> output, MonotonicTime now)
    {
        if (HasCome)
        {
            _publisher!.HandleTimeout(now);
            _publisher.ReportFigures();
            _publisher.CheckTracks(options.Stream, location, now, options.MediaTimeout, logger);
            _reports.Write(_publisher, _tracks, now, output, ports);
            if (_publisher.Fault is { } fault) return new PullEnd(fault.Text, fault.Reason);
        }

        bool mayTryTcp = !HasCome && transport == RtspClientTransport.Udp && options.Transport == RtspSourceTransport.Automatic;
        TimeSpan limit = mayTryTcp ? options.UdpPatience : options.MediaTimeout;
        bool isSilent = HasCome ? _publisher!.IsSilent(now, limit) : IsExpected && now - _playSince > limit;
        return isSilent
            ? new PullEnd($"it is connected and has sent no media for {limit.TotalSeconds:0.#} s", SessionEndReason.TimedOut) { IsForTransport = mayTryTcp, Cause = SourceCause.NoMedia }
            : null;
    }

    /// <summary>Ends the publication; the last unit goes on whole. Idempotent.</summary>
    public void Stop() => _publisher?.Stop();

    private PullEnd? Publish(Session session, MonotonicTime now)
    {
        PublishRefusal refusal = _publisher!.TryStart(streams, session, _tracks, now, logger);
        if (refusal != PublishRefusal.None) return new PullEnd(refusal.ToFault(), SessionEndReason.Refused);
        _mediaSince = now;
        RtspSourceLog.Sends(logger, options.Stream, location, _publisher.Description);
        return null;
    }
}
