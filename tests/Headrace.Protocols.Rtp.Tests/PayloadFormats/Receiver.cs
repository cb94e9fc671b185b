using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>A unit that a depacketizer made, its bytes copied.</summary>
internal sealed record ReceivedUnit(uint Timestamp, MonotonicTime Arrival, AssembledUnit Facts, byte[] Bytes)
{
    public IReadOnlyList<string> Nals
    {
        get
        {
            List<string> nals = [];
            foreach (ReadOnlySpan<byte> nal in new NalUnits(Bytes)) nals.Add(Convert.ToHexString(nal));
            return nals;
        }
    }
}

/// <summary>A source of packets followed as an input would: numbers checked, duplicates and late packets dropped, units collected.</summary>
internal sealed class Receiver : IRtpUnitSink, IDisposable
{
    private readonly RtpSequenceTracker _tracker;
    private readonly UnitAssemblerOptions _options;

    public Receiver(RtpTrackDescription description, int maxUnitBytes = UnitAssemblerOptions.DefaultMaxUnitBytes)
    {
        _options = new UnitAssemblerOptions(new MediaBufferPool(), null, maxUnitBytes);
        _tracker = new RtpSequenceTracker(description.ClockRate, isOrderedTransport: false);
        Depacketizer = description.PayloadFormat.CreateDepacketizer(description, _options);
    }

    public RtpDepacketizer Depacketizer { get; }

    public List<ReceivedUnit> Units { get; } = [];

    public long Lost => _tracker.Lost;

    public void Handle(ReadOnlySpan<byte> packet, MonotonicTime arrival = default)
    {
        Assert.True(RtpPacket.TryParse(packet, out RtpPacket view, out RtpPacketError error), error.ToString());
        RtpArrival place = _tracker.Add(view.SequenceNumber, view.Timestamp, arrival);
        if (place.IsUsable) Depacketizer.Handle(view, place.IsGapBefore, arrival, this);
    }

    /// <summary>Says that it is so long after the clock's zero, with a limit of five seconds.</summary>
    public void HandleTimeout(TimeSpan now) => Depacketizer.HandleTimeout(default(MonotonicTime) + now, TimeSpan.FromSeconds(5), this);

    public void Flush() => Depacketizer.Flush(this);

    public void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit)
    {
        Units.Add(new ReceivedUnit(rtpTimestamp, arrival, unit, unit.Payload.Span.ToArray()));
        unit.Payload.Release();
    }

    public void Dispose()
    {
        Depacketizer.Dispose();
        Assert.Equal(0, _options.Pool.Outstanding);
    }
}
