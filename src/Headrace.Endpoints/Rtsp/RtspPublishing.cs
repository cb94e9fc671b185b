using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Endpoints.MpegTs;
using Headrace.Endpoints.Publications;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>The publisher's side of a connection: what was announced, and what comes of it. Owned by the connection's loop; the endpoint's timer looks in.</summary>
internal sealed class RtspPublishing(RtspConnection connection, RtspEndpointOptions options, RtspUdpLink? link, StreamRegistry streams, ILogger logger)
{
    private RtspPublisher? _publisher;
    private volatile bool _isUdp;

    /// <summary>True from ANNOUNCE to the end of the session.</summary>
    public bool HasAnnounced => _publisher is not null;

    /// <summary>The announced tracks in words.</summary>
    public string Description => _publisher!.Description;

    /// <summary>Reads what is announced; false with the reason in words when nothing of it can be used.</summary>
    public bool TryAnnounce(ReadOnlySpan<byte> description, out ImmutableArray<RtspTrack> tracks, [NotNullWhen(false)] out string? problem)
    {
        tracks = [];
        if (!RtspPublisher.TryCreate(description, out RtspPublisher? publisher, out problem)) return false;
        Volatile.Write(ref _publisher, publisher);
        tracks = publisher.Tracks;
        return true;
    }

    /// <summary>Takes the stream for the tracks that were set up.</summary>
    public PublishRefusal TryRecord(ImmutableArray<RtspTrackSetup> tracks, MonotonicTime now) => _publisher!.TryStart(streams, connection, tracks, now, logger);

    /// <summary>From now on datagrams are media, where they come that way.</summary>
    public void Begin(LowerTransport transport, MonotonicTime now)
    {
        _isUdp = transport == LowerTransport.Udp;
        if (_isUdp) link!.Record(_publisher!, now);
    }

    /// <summary>Takes a packet that came within the connection.</summary>
    public void Handle(int track, bool isRtcp, ReadOnlySpan<byte> packet, MonotonicTime now)
    {
        if (isRtcp) _publisher?.HandleRtcp(track, packet, now);
        else _publisher?.HandleRtp(track, packet, now);
    }

    /// <summary>Does what is due, from the endpoint's timer; false when no media has come for longer than it may be away.</summary>
    public bool Check(MonotonicTime now)
    {
        if (Volatile.Read(ref _publisher) is not { } publisher) return true;
        if (publisher.IsSilent(now, options.MediaTimeout)) return false;
        publisher.HandleTimeout(now);
        publisher.ReportFigures();
        publisher.CheckTracks(connection.StreamName!, connection.Remote, now, options.MediaTimeout, logger);
        return true;
    }

    /// <summary>Why what comes is not taken any longer; null is well. From any thread.</summary>
    public PublisherFault? Fault => Volatile.Read(ref _publisher)?.Fault;

    /// <summary>What an operator can do about a publisher who is silent: empty, or a clause that begins with a semicolon.</summary>
    public string AdviceOnSilence => _isUdp ? $"; it sends over UDP: let the ports {link!.Ports.Rtp} and {link.Ports.Rtcp} (rtsp.udpPorts) through the firewall, or publish over TCP" : "";

    /// <summary>How long the connection is not read now, so that the publisher sends less; see <see cref="RtspPublisher.PauseAfter"/>.</summary>
    public TimeSpan PauseAfter(int bytes, MonotonicTime now) => _publisher?.PauseAfter(bytes, now) ?? TimeSpan.Zero;

    /// <summary>Takes no media until the next RECORD.</summary>
    public void Pause()
    {
        link?.StopRecording();
        _publisher?.Stop();
    }

    /// <summary>Lets the stream go.</summary>
    public void Stop()
    {
        Pause();
        Volatile.Write(ref _publisher, null);
    }
}
