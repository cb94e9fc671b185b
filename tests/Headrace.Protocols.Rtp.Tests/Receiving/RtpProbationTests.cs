using System.Buffers.Binary;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.Receiving;

public sealed class RtpProbationTests
{
    private readonly RtpProbation<int> _probation = new();
    private MonotonicTime _now = new(5_000_000_000);

    [Fact]
    public void TwoPacketsInOrderMakeASourceAndTheFirstIsNotLost()
    {
        Assert.Equal(RtpProbationVerdict.Waits, Add(1, 7, 65_535, [1, 2, 3]));
        Assert.Equal(RtpProbationVerdict.Passed, Add(1, 7, 0, [4], out byte[] first));
        Assert.True(RtpPacket.TryParse(first, out RtpPacket packet, out _));
        Assert.Equal([1, 2, 3], packet.Payload.ToArray());
        Assert.Equal(65_535, packet.SequenceNumber.Value);
    }

    [Fact]
    public void AGapOrTheSameNumberAgainBeginsAnew()
    {
        Add(1, 7, 10);
        Assert.Equal(RtpProbationVerdict.Waits, Add(1, 7, 12));
        Assert.Equal(RtpProbationVerdict.Waits, Add(1, 7, 12));
        Assert.Equal(RtpProbationVerdict.Waits, Add(1, 7, 11));
        Assert.Equal(RtpProbationVerdict.Passed, Add(1, 7, 12));
    }

    [Fact]
    public void SourceAndAddressBothTellCandidatesApart()
    {
        Add(1, 7, 10);
        Assert.Equal(RtpProbationVerdict.Waits, Add(1, 8, 11));
        Assert.Equal(RtpProbationVerdict.Waits, Add(2, 7, 11));
        Assert.Equal(RtpProbationVerdict.Passed, Add(1, 7, 11));
    }

    [Fact]
    public void WhoDoesNotGoOnIsForgotten()
    {
        Add(1, 7, 10);
        _now += RtpProbation<int>.Patience;
        Assert.Equal(RtpProbationVerdict.Waits, Add(1, 7, 11));
    }

    [Fact]
    public void WhoIsMutedIsNotHeardUntilItsTimeIsOver()
    {
        _probation.Mute(1, 1, 7, _now, _now + TimeSpan.FromSeconds(10));
        Assert.Equal(RtpProbationVerdict.Muted, Add(1, 7, 10));
        Assert.Equal(RtpProbationVerdict.Muted, Add(1, 7, 11));
        _now += TimeSpan.FromSeconds(10);
        Assert.Equal(RtpProbationVerdict.Waits, Add(1, 7, 12));
        Assert.Equal(RtpProbationVerdict.Passed, Add(1, 7, 13));
    }

    [Fact]
    public void ALongFirstPacketIsLostAndTheSourceCountsAllTheSame()
    {
        Add(1, 7, 10, new byte[RtpProbation<int>.MaxKeptBytes]);
        Assert.Equal(RtpProbationVerdict.Passed, Add(1, 7, 11, [1], out byte[] first));
        Assert.Empty(first);
    }

    [Fact]
    public void CandidatesWithoutNumberTakeNoMemoryAndCrowdOutTheirOwnHostAlone()
    {
        Add(1, 7, 10);
        byte[] packet = Packet(0, 1, [1]);
        Flood(10_000);
        Assert.Equal(0, Allocations.OfLeast(() => Flood(10_000)));
        Assert.True(_probation.Evicted > 9_000);
        Assert.Equal(RtpProbationVerdict.Passed, Add(1, 7, 11));

        void Flood(uint count)
        {
            for (uint i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), i);
                if (!RtpPacket.TryParse(packet, out RtpPacket parsed, out _)) throw new InvalidOperationException();
                _probation.Add(2, 2, parsed, _now, out _, out _);
            }
        }
    }

    private RtpProbationVerdict Add(int address, uint ssrc, ushort sequence, byte[]? payload = null) => Add(address, ssrc, sequence, payload ?? [1], out _);

    private RtpProbationVerdict Add(int address, uint ssrc, ushort sequence, byte[] payload, out byte[] first)
    {
        Assert.True(RtpPacket.TryParse(Packet(ssrc, sequence, payload), out RtpPacket packet, out _));
        RtpProbationVerdict verdict = _probation.Add(address, address, packet, _now, out ReadOnlySpan<byte> kept, out _);
        first = kept.ToArray();
        return verdict;
    }

    private static byte[] Packet(uint ssrc, ushort sequence, byte[] payload)
    {
        byte[] packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        payload.CopyTo(packet, 12);
        return packet;
    }
}
