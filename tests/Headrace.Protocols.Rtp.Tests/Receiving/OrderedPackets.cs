using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Receiving;

namespace Headrace.Protocols.Rtp.Tests.Receiving;

/// <summary>Keeps what was handed on, and demands what every receiver may rely on: numbers go up by one, or a gap is said; arrivals never go back.</summary>
internal sealed class OrderedPackets : IRtpPacketSink
{
    private SequenceNumber? _last;
    private MonotonicTime _lastArrival;

    /// <summary>Numbers in order, a <c>*</c> before those with a gap before them.</summary>
    public List<string> Numbers { get; } = [];

    public List<byte[]> Packets { get; } = [];

    /// <summary>True where sources may begin anew, with any number.</summary>
    public bool MayRestart { get; init; }

    public void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival)
    {
        if (_last is not { } last) Assert.True(isGapBefore, "the first packet has a gap before it");
        else if (!isGapBefore) Assert.Equal(last.Next, packet.SequenceNumber);
        else if (!MayRestart) Assert.True(last.Next.IsBefore(packet.SequenceNumber), $"a gap was said between {last} and {packet.SequenceNumber}");
        Assert.True(arrival >= _lastArrival, "arrivals go back");
        (_last, _lastArrival) = (packet.SequenceNumber, arrival);
        Numbers.Add($"{(isGapBefore ? "*" : "")}{packet.SequenceNumber}");
        Packets.Add(packet.Bytes.ToArray());
    }

    public override string ToString() => string.Join(' ', Numbers);
}
