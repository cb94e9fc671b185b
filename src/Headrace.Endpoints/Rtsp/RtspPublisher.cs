using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Rtsp;

/// <summary>A publisher: from the packets on its channels to units of its publication. Owned by the connection's loop.</summary>
internal sealed class RtspPublisher(SessionDescription sdp)
{
    private readonly Dictionary<int, Track> _tracks = [];
    private Publication? _publication;
    private long _lastMedia;

    /// <summary>When media last came. Read by the endpoint's timer.</summary>
    public MonotonicTime LastMedia => new(Volatile.Read(ref _lastMedia));

    /// <summary>The tracks in words, and those that were left out with the reason.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Begins to publish the tracks that were set up, as far as their codecs are known.</summary>
    public PublishRefusal TryStart(StreamRegistry streams, Session session, ImmutableArray<int> setUp, MonotonicTime now)
    {
        List<AnnouncedTrack> announced = [];
        List<string> words = [];
        List<(int Index, RtpTrackDescription Description)> usable = [];
        foreach (int index in setUp)
        {
            if (!RtpPayloadFormats.TryRead(sdp.Media[index], out RtpTrackDescription? description, out RtpTrackRefusal reason))
            {
                words.Add($"{sdp.Media[index].Kind} left out ({reason})");
                continue;
            }

            usable.Add((index, description));
            announced.Add(new AnnouncedTrack(description.PayloadFormat.Codec, description.Format, description.ParameterSets, description.ClockRate));
            words.Add(description.Format?.Description ?? description.PayloadFormat.Codec.DisplayName);
        }

        Description = string.Join(", ", words);
        PublishRefusal refusal = streams.TryPublish(session.StreamName!, announced, session, out _publication);
        if (refusal != PublishRefusal.None) return refusal;
        Volatile.Write(ref _lastMedia, now.Nanoseconds);
        MemoryAccount? account = streams.Find(session.StreamName!)?.Memory;
        for (int i = 0; i < usable.Count; i++)
        {
            (int index, RtpTrackDescription description) = usable[i];
            _tracks[index] = new Track(_publication!, i, description, new UnitAssemblerOptions(MediaBufferPool.Shared, account));
        }

        return PublishRefusal.None;
    }

    /// <summary>Takes an RTP packet of a track of the session description.</summary>
    public void HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        Volatile.Write(ref _lastMedia, now.Nanoseconds);
        if (_tracks.TryGetValue(track, out Track? receiver)) receiver.HandleRtp(bytes, now);
    }

    /// <summary>Takes an RTCP packet of a track.</summary>
    public void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        if (_tracks.TryGetValue(track, out Track? receiver)) receiver.HandleRtcp(bytes, now);
    }

    /// <summary>Ends the publication; the last unit goes on whole.</summary>
    public void Stop()
    {
        foreach (Track track in _tracks.Values) track.Dispose();
        _tracks.Clear();
        _publication?.End();
        _publication = null;
    }

    private sealed class Track(Publication publication, int index, RtpTrackDescription description, UnitAssemblerOptions options) : IRtpUnitSink, IDisposable
    {
        private readonly RtpDepacketizer _depacketizer = description.PayloadFormat.CreateDepacketizer(description, options);
        private readonly RtpSequenceTracker _sequence = new(description.ClockRate, isOrderedTransport: true);

        public void HandleRtp(ReadOnlySpan<byte> bytes, MonotonicTime now)
        {
            if (!RtpPacket.TryParse(bytes, out RtpPacket packet, out _) || packet.PayloadType != description.PayloadType) return;
            RtpArrival arrival = _sequence.Add(packet.SequenceNumber, packet.Timestamp, now);
            if (arrival.IsUsable) _depacketizer.Handle(packet, arrival.IsGapBefore, now, this);
        }

        public void HandleRtcp(ReadOnlySpan<byte> bytes, MonotonicTime now)
        {
            RtcpReader reader = new(bytes);
            while (reader.TryRead(out RtcpPacket packet))
            {
                if (!packet.TryGetSenderInfo(out RtcpSenderInfo info) || info.Ntp.Value == 0) continue;
                publication.ObserveSenderReport(index, info.Ntp.ToUtc(), info.RtpTimestamp, now);
            }
        }

        public void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit) =>
            publication.Publish(index, new InputTimestamps(rtpTimestamp), arrival, unit);

        public void Dispose()
        {
            _depacketizer.Flush(this);
            _depacketizer.Dispose();
        }
    }
}
