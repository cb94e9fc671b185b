using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Rtp;

/// <summary>One received track: from its RTP and RTCP packets to units of a publication, whether a publisher sends them or a camera was asked for them.</summary>
internal sealed class RtpTrackReceiver(Publication publication, int index, RtpTrackDescription description, RtpReorderLimits? reordering, MonotonicTime start) : IRtpPacketSink, IRtpUnitSink, IDisposable
{
    private const byte FirstDynamicPayloadType = 96;

    private readonly RtpReception _reception = new(description.ClockRate, reordering, MediaBufferPool.Shared, publication.Memory);
    private readonly RtpDepacketizer _depacketizer =
        description.PayloadFormat.CreateDepacketizer(description, new UnitAssemblerOptions(MediaBufferPool.Shared, publication.Memory));

    private readonly RtpTrackSilence _silence = new(start);
    private bool _hasAnnouncedType;
    private UnitFaults _faultsTold;
    private uint? _goodbye;

    /// <summary>What was counted of its packets.</summary>
    public RtpReceptionFigures Figures => _reception.Figures;

    /// <summary>What it carries.</summary>
    public MediaKind Kind => description.PayloadFormat.Codec.Kind;

    /// <summary>True once a packet of its media has come.</summary>
    public bool HasBegun => _reception.Ssrc is not null;

    /// <summary>True when its source has said that it sends no more (RFC 3550, 6.6), and no other has taken its place.</summary>
    public bool HasEnded => _goodbye is not null && _goodbye == _reception.Ssrc;

    /// <summary>True when it has come to be silent for longer than a limit, or is heard again; <paramref name="isSilent"/> says which.</summary>
    public bool HasSilenceChanged(MonotonicTime now, TimeSpan limit, out bool isSilent) => _silence.HasChanged(now, limit, out isSilent);

    /// <summary>Tells the stream what was counted of its packets.</summary>
    public void ReportFigures()
    {
        RtpReceptionFigures figures = _reception.Figures;
        publication.ReportTransport(index, new TransportFigures(figures.Packets, figures.Lost, figures.TooLate, figures.Reordered, figures.Duplicates, figures.Jitter, figures.Waiting, _depacketizer.Faults));
    }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public MonotonicTime NextDeadline => _reception.NextDeadline;

    /// <summary>Takes a packet of the track's data channel. False for what is no media of this track.</summary>
    public bool HandleRtp(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        if (!RtpPacket.TryParse(bytes, out RtpPacket packet, out _)) return false;
        if (packet.PayloadType != description.PayloadType)
        {
            // Some cameras send reports on the data channel.
            if (RtcpReader.IsRtcp(bytes)) HandleRtcp(bytes, now);
            if (RtcpReader.IsRtcp(bytes) || !IsTakenFor(packet.PayloadType)) return false;
        }
        else
        {
            _hasAnnouncedType = true;
        }

        _silence.OnMedia(now);
        _reception.HandleRtp(packet, now, this);
        return true;
    }

    /// <summary>Takes a packet of the track's control channel.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        RtcpReader reader = new(bytes);
        while (reader.TryRead(out RtcpPacket packet))
        {
            if (packet.Type == RtcpPacketType.Goodbye) NoteGoodbye(packet);
            if (!packet.TryGetSenderInfo(out RtcpSenderInfo info)) continue;
            _reception.ObserveSenderReport(info, now);
            if (info.Ntp.Value != 0) publication.ObserveSenderReport(index, info.Ntp.ToUtc(), info.RtpTimestamp, now);
        }
    }

    /// <summary>Gives up packets, and ends of units, that were waited for long enough.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        _reception.HandleTimeout(now, this);
        _depacketizer.HandleTimeout(now, publication.Options.FrameTimeout, this);
    }

    /// <summary>Why packets are not taken, as a clause for people; null where there are none of those.</summary>
    public string? Complaint => _depacketizer.Complaint;

    /// <summary>How many of its packets and units could not be made a unit of since the last call.</summary>
    public UnitFaults TakeFaults()
    {
        UnitFaults before = _faultsTold;
        _faultsTold = _depacketizer.Faults;
        return _faultsTold - before;
    }

    /// <summary>Writes a receiver report about the track (RFC 3550, 6.4.2), with the name that belongs to it (6.1).</summary>
    /// <param name="ssrc">Our own source.</param>
    /// <param name="cname">Our own name.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="target">Where to; 80 bytes and those of the name are enough.</param>
    /// <returns>Bytes written; 0 while nothing has been received.</returns>
    public int WriteReport(uint ssrc, string cname, MonotonicTime now, Span<byte> target)
    {
        if (!_reception.TryTakeReport(now, out RtcpReportBlock report)) return 0;
        RtcpWriter writer = new(target);
        writer.WriteReceiverReport(ssrc, [report]);
        writer.WriteCname(ssrc, cname);
        return writer.Length;
    }

    /// <inheritdoc/>
    public void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival) => _depacketizer.Handle(packet, isGapBefore, arrival, this);

    /// <inheritdoc/>
    public void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit) =>
        publication.Publish(index, new InputTimestamps(rtpTimestamp), arrival, unit);

    /// <summary>Hands on what is held, and ends.</summary>
    public void Dispose()
    {
        _reception.Flush(this);
        _reception.Dispose();
        _depacketizer.Flush(this);
        _depacketizer.Dispose();
    }

    private void NoteGoodbye(in RtcpPacket packet)
    {
        for (int i = 0; packet.TryGetGoodbye(i, out uint ssrc); i++)
        {
            if (ssrc == _reception.Ssrc) _goodbye = ssrc;
        }
    }

    // Some cameras number their packets otherwise than their description: until the announced type comes, another dynamic one is taken for it.
    private bool IsTakenFor(byte payloadType) =>
        !_hasAnnouncedType && payloadType >= FirstDynamicPayloadType && description.PayloadType >= FirstDynamicPayloadType;
}
