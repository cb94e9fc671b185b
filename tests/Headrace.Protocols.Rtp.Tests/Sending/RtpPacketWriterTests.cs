using Headrace.Media.Buffers;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.Tests.Sending;

public sealed class RtpPacketWriterTests
{
    [Fact]
    public void PacketsOfTwoTracksLieInOneBufferEachBehindItsInterleavedHeader()
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        RtpSenderState video = new(96, 0xAABBCCDD, new SequenceNumber(65_535), 100);
        RtpSenderState audio = new(8, 0x01020304, new SequenceNumber(7), 0);
        RtpPacketWriter videoWriter = new(output, video, 0) { Timestamp = video.ToRtpTimestamp(-101) };
        RtpPacketWriter audioWriter = new(output, audio, 2) { Timestamp = 5 };
        "ab"u8.CopyTo(videoWriter.AddPacket(2, false));
        "c"u8.CopyTo(audioWriter.AddPacket(1, false));
        "de"u8.CopyTo(videoWriter.AddPacket(2, true));
        MediaBuffer group = output.Detach();

        string expected =
            "2400000E_8060FFFF_FFFFFFFF_AABBCCDD_6162" +
            "2402000D_80080007_00000005_01020304_63" +
            "2400000E_80E00000_FFFFFFFF_AABBCCDD_6465";
        Assert.Equal(expected.Replace("_", "", StringComparison.Ordinal), Convert.ToHexString(group.Span));
        Assert.Equal((2u, 4u, new SequenceNumber(1)), (video.PacketCount, video.OctetCount, video.NextSequenceNumber));
        Assert.Equal((1u, 1u), (audio.PacketCount, audio.OctetCount));

        List<InterleavedPacket> packets = [];
        foreach (InterleavedPacket packet in new InterleavedPackets(group.Span)) packets.Add(packet);
        Assert.Equal([new InterleavedPacket(0, 4, 14), new InterleavedPacket(2, 22, 13), new InterleavedPacket(0, 39, 14)], packets);
        group.Release();
    }

    [Fact]
    public void WalkEndsAtWhatIsNoWholePacket()
    {
        foreach (byte[] bytes in (byte[][])[[], [0x24, 0, 0], [0x24, 0, 0, 2, 1], [0x25, 0, 0, 0]])
        {
            foreach (InterleavedPacket packet in new InterleavedPackets(bytes)) Assert.Fail(packet.ToString());
        }
    }

    [Fact]
    public void PayloadBeyondSixteenBitsIsAProgrammingError()
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        RtpPacketWriter writer = new(output, new RtpSenderState(96, 1, default, 0), 0);
        Assert.Equal(65_523, writer.AddPacket(65_523, true).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => { writer.AddPacket(65_524, true); });
    }

    [Fact]
    public void SenderReportSaysOneInstantOnBothClocksAndWhatWasSent()
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        RtpSenderState sender = new(96, 0xAABBCCDD, default, 1000);
        RtpPacketWriter writer = new(output, sender, 0);
        writer.AddPacket(100, true);
        writer.AddPacket(50, true);
        DateTime utc = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
        byte[] bytes = new byte[SenderReports.MaxLength];
        int length = SenderReports.Write(sender, utc, 90_000, new string('x', 300), bytes);

        RtcpReader reader = new(bytes.AsSpan(0, length));
        Assert.True(reader.TryRead(out RtcpPacket report));
        Assert.True(report.TryGetSenderInfo(out RtcpSenderInfo info));
        Assert.Equal(new RtcpSenderInfo(0xAABBCCDD, NtpTimestamp.FromUtc(utc), 91_000, 2, 150), info);
        Assert.True(reader.TryRead(out RtcpPacket name));
        Assert.True(name.TryGetCname(out _, out ReadOnlySpan<byte> cname));
        Assert.Equal(255, cname.Length);
        Assert.False(reader.TryRead(out _));
    }
}
