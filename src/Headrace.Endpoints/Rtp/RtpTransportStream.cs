using Headrace.Endpoints.MpegTs;
using Headrace.Endpoints.Publications;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Detection;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtp;

/// <summary>A transport stream in datagrams: within RTP (RFC 2250, 2), whose numbers put it in order, or bare.</summary>
internal sealed class RtpTransportStream(StreamRegistry streams, Session session, MonotonicTime start, ILogger logger) : IRtpMedia, IRtpPacketSink, IDisposable
{
    private const int ClockRate = 90_000;
    private static readonly TimeSpan TimeoutInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly RtpReception _reception = new(ClockRate, new RtpReorderLimits(), MediaBufferPool.Shared, streams.Memory);
    private readonly TsPublisher _publisher = new(new TsPublisherOptions(), streams, session, start, logger);
    private MonotonicTime _nextTimeout;
    private uint? _goodbye;
    private volatile bool _isOpen = true;
    private volatile PublisherFault? _fault;

    /// <inheritdoc/>
    public bool IsOpen => _isOpen;

    /// <inheritdoc/>
    public bool HasMedia => _publisher.HasMedia;

    /// <inheritdoc/>
    public PublisherFault? Fault => _fault;

    /// <inheritdoc/>
    public bool HasEnded
    {
        get
        {
            lock (_gate) return _goodbye is not null && _goodbye == _reception.Ssrc;
        }
    }

    /// <inheritdoc/>
    public bool HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (!_isOpen) return false;
            if (RtpPacket.TryParse(bytes, out RtpPacket packet, out _)) _reception.HandleRtp(packet, now, this);
            else if (TransportStreamDetector.IsTransportStream(bytes)) Take(bytes, now);
            else return false;
            return true;
        }
    }

    /// <inheritdoc/>
    public void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            RtcpReader reader = new(bytes);
            while (reader.TryRead(out RtcpPacket packet))
            {
                for (int i = 0; packet.TryGetGoodbye(i, out uint ssrc); i++)
                {
                    if (ssrc == _reception.Ssrc) _goodbye = ssrc;
                }

                if (packet.TryGetSenderInfo(out RtcpSenderInfo info)) _reception.ObserveSenderReport(info, now);
            }
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            if (!_isOpen) return;
            _reception.HandleTimeout(now, this);
            if (now < _nextTimeout) return;
            _nextTimeout = now + TimeoutInterval;
            _publisher.HandleTimeout(now);
        }
    }

    /// <inheritdoc/>
    public bool IsSilent(MonotonicTime now, TimeSpan limit) => _publisher.IsSilent(now, limit);

    /// <inheritdoc/>
    public string WhySilent() => _publisher.WhySilent();

    /// <inheritdoc/>
    public void ReportFigures()
    {
        // With the publisher's time-outs.
    }

    /// <inheritdoc/>
    public void Check(string stream, object from, MonotonicTime now, TimeSpan limit, ILogger logger)
    {
        // The publisher says it itself.
    }

    /// <inheritdoc/>
    public int WriteReport(int track, uint ssrc, string cname, MonotonicTime now, Span<byte> target)
    {
        lock (_gate)
        {
            if (!_isOpen || !_reception.TryTakeReport(now, out RtcpReportBlock report)) return 0;
            RtcpWriter writer = new(target);
            writer.WriteReceiverReport(ssrc, [report]);
            writer.WriteCname(ssrc, cname);
            return writer.Length;
        }
    }

    /// <inheritdoc/>
    public void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival) => Take(packet.Payload, arrival);

    /// <inheritdoc/>
    public void Stop() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isOpen) return;
            _reception.Flush(this);
            _isOpen = false;
            _reception.Dispose();
            _publisher.Dispose();
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, MonotonicTime arrival) => _fault ??= _publisher.Handle(bytes, arrival);
}
