using System.Buffers.Binary;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Tests.MpegTs.Muxing;

/// <summary>A reader lacks some units of one stream: what he gets is whole by itself (ISO/IEC 13818-1, 2.4.3.3 to 2.4.3.5).</summary>
public sealed class TsGapTests : IDisposable
{
    private const int Picture = 0x100;
    private const int Sound = 0x101;

    private readonly MediaBufferWriter _output = new(new MediaBufferPool());
    private readonly TsGap _gap = new(Picture);

    public void Dispose() => _output.Dispose();

    [Fact]
    public void PacketsOfTheStreamAreLeftOutAndOthersStay()
    {
        byte[] sound = Packet(Sound, 3);
        _gap.LeaveOut([.. Packet(Picture, 5), .. sound, .. Packet(Picture, 6)], _output);
        Assert.True(_gap.IsOpen);
        Assert.Equal(sound, _output.Written.ToArray());
    }

    [Fact]
    public void ClockReferencesStayAndDoNotCount()
    {
        _gap.LeaveOut([.. Packet(Picture, 5, pcr: 1000), .. Packet(Picture, 6), .. Packet(Picture, 7, pcr: 4000)], _output);
        Assert.Equal(["0100 a 4 pcr 1000", "0100 a 4 pcr 4000"], Described());
    }

    /// <summary>A packet without payload does not raise the counter: there is no hole before the first one that has some.</summary>
    [Fact]
    public void PacketWithoutPayloadIsNoGapYet()
    {
        byte[] clock = Packet(Picture, 4, pcr: 1000, hasPayload: false);
        _gap.LeaveOut(clock, _output);
        Assert.False(_gap.IsOpen);
        Assert.Equal(clock, _output.Written.ToArray());
    }

    [Fact]
    public void FirstPacketBehindTheGapIsAnnounced()
    {
        _gap.LeaveOut(Packet(Picture, 5), _output);
        byte[] next = Packet(Picture, 9, pcr: 7000);
        _gap.Close([.. Packet(Sound, 0), .. next, .. Packet(Picture, 10)], _output);
        Assert.False(_gap.IsOpen);
        Assert.Equal(["0101 p 0", "0100 a 8 discontinuity pcr 7000", "0100 ap 9 pcr 7000", "0100 p 10"], Described());
    }

    [Fact]
    public void ClockBetweenGapAndNextUnitStands()
    {
        _gap.LeaveOut(Packet(Picture, 5), _output);
        _gap.Close([.. Packet(Picture, 8, pcr: 5000, hasPayload: false), .. Packet(Picture, 8, hasPayload: false), .. Packet(Picture, 9)], _output);
        Assert.Equal(["0100 a 4 pcr 5000", "0100 a 8 discontinuity", "0100 p 9"], Described());
    }

    [Fact]
    public void WithoutAGapNothingIsWrittenAnew()
    {
        byte[] packets = [.. Packet(Picture, 5, pcr: 1), .. Packet(Sound, 0)];
        _gap.Close(packets, _output);
        Assert.Equal(packets, _output.Written.ToArray());
    }

    [Fact]
    public void RestThatIsNoWholePacketIsLeftOut()
    {
        _gap.LeaveOut(Packet(Sound, 0).AsSpan(1), _output);
        _gap.Close(Packet(Sound, 0).AsSpan(1), _output);
        Assert.Equal(0, _output.Length);
    }

    private static byte[] Packet(int pid, int continuity, long? pcr = null, bool hasPayload = true)
    {
        byte[] packet = new byte[TsPacket.Size];
        bool hasAdaptation = pcr is not null || !hasPayload;
        BinaryPrimitives.WriteUInt32BigEndian(packet, TsPacket.Header(pid, continuity) | (hasPayload ? TsPacket.HasPayload : 0) | (hasAdaptation ? TsPacket.HasAdaptation : 0));
        AdaptationField field = new(pcr is null ? (byte)0 : TsPacket.PcrFlag, pcr ?? 0);
        if (hasAdaptation) field.Write(packet.AsSpan(TsPacket.HeaderSize, hasPayload ? field.Length : TsPacket.BodySize));
        return packet;
    }

    /// <summary>PID, what it has (adaptation field, payload), counter, and what its adaptation field says.</summary>
    private List<string> Described()
    {
        List<string> packets = [];
        foreach (byte[] packet in _output.Written.ToArray().Chunk(TsPacket.Size))
        {
            bool hasField = (packet[3] & TsPacket.HasAdaptation) != 0 && packet[4] > 0;
            string what = (hasField ? "a" : "") + ((packet[3] & TsPacket.HasPayload) != 0 ? "p" : "");
            string flags = hasField && (packet[5] & TsPacket.DiscontinuityFlag) != 0 ? " discontinuity" : "";
            if (hasField && (packet[5] & TsPacket.PcrFlag) != 0) flags += $" pcr {BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(6)) * 2L + (packet[10] >> 7)}";
            packets.Add($"{BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(1)) & 0x1FFF:X4} {what} {packet[3] & 15}{flags}");
        }

        return packets;
    }
}
