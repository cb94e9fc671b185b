using Headrace.Protocols.Rtp.Packets;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.Packets;

public sealed class RtcpTests
{
    private const string SenderReport = "80C80006_11111111_E98A9E40_80000000_00015F90_0000000A_00001000";
    private const string Cname = "81CA0004_11111111_01056361_6D403100_00000000";

    public static TheoryData<string, string, string, RtcpError> Datagrams => new()
    {
        { "sender report and name", SenderReport + Cname, "SenderReport SourceDescription", RtcpError.None },
        { "receiver report with a block", "81C90007_22222222_11111111_40FFFFFE_00010005_00000009_12345678_00010000", "ReceiverReport", RtcpError.None },
        { "goodbye", "81CB0001_11111111", "Goodbye", RtcpError.None },
        { "application", "80CC0002_11111111_6E616D65", "Application", RtcpError.None },
        { "feedback without a report in front", "81CE0002_11111111_22222222", "PayloadFeedback", RtcpError.None },
        { "extended report", "80CF0001_11111111", "ExtendedReport", RtcpError.None },
        { "unknown type of the family", "80D20001_11111111", "210", RtcpError.None },
        { "padding", "A1CB0002_11111111_00000004", "Goodbye", RtcpError.None },
        { "nothing", "", "", RtcpError.None },
        { "a good one before a truncated one", "81CB0001_11111111_81C90007_22222222", "Goodbye", RtcpError.Truncated },
        { "three bytes", "81CB00", "", RtcpError.TooShort },
        { "version 3", "C1CB0001_11111111", "", RtcpError.UnsupportedVersion },
        { "an RTP packet", "80600001_11111111", "", RtcpError.NotRtcp },
        { "padding of zero", "A1CB0002_11111111_00000000", "", RtcpError.InvalidPadding },
        { "padding beyond the packet", "A1CB0001_111111FC", "", RtcpError.InvalidPadding },
    };

    [Theory]
    [MemberData(nameof(Datagrams))]
    public void DatagramGivesItsPacketsAndTheReasonWhereItBreaks(string name, string hex, string types, RtcpError error)
    {
        List<RtcpPacketType> found = [];
        RtcpReader reader = new(Hex.Parse(hex));
        while (reader.TryRead(out RtcpPacket packet)) found.Add(packet.Type);
        Assert.Equal(types, string.Join(' ', found));
        Assert.True(reader.Error == error, $"{name}: {reader.Error}");
    }

    [Fact]
    public void SenderReportGivesItsFields()
    {
        RtcpReader reader = new(Hex.Parse(SenderReport + Cname));
        Assert.True(reader.TryRead(out RtcpPacket report));
        Assert.True(report.TryGetSenderInfo(out RtcpSenderInfo info));
        Assert.Equal(new RtcpSenderInfo(0x11111111, new NtpTimestamp(0xE98A9E40_80000000), 90_000, 10, 4096), info);
        Assert.True(reader.TryRead(out RtcpPacket name));
        Assert.True(name.TryGetCname(out uint ssrc, out ReadOnlySpan<byte> cname));
        Assert.Equal(0x11111111u, ssrc);
        Assert.Equal("cam@1"u8, cname);
    }

    [Fact]
    public void ReceiverReportGivesItsBlock()
    {
        RtcpReader reader = new(Hex.Parse("81C90007_22222222_11111111_40FFFFFE_00010005_00000009_12345678_00010000"));
        Assert.True(reader.TryRead(out RtcpPacket packet));
        Assert.True(packet.TryGetSender(out uint sender));
        Assert.Equal(0x22222222u, sender);
        Assert.True(packet.Reports.TryFind(0x11111111, out RtcpReportBlock block));
        Assert.Equal(new RtcpReportBlock(0x11111111, 0x40, -2, 0x10005, 9, 0x12345678, 0x10000), block);
        Assert.False(packet.Reports.TryFind(1, out _));
    }

    [Fact]
    public void WrittenCompoundReadsBackTheSame()
    {
        byte[] bytes = new byte[512];
        RtcpSenderInfo info = new(1, new NtpTimestamp(2), 3, 4, 5);
        RtcpReportBlock block = new(6, 7, -8, 9, 10, 11, 12);
        RtcpWriter writer = new(bytes);
        writer.WriteSenderReport(info, [block, block with { Ssrc = 60, CumulativeLost = RtcpReportBlock.MaxLost }]);
        writer.WriteReceiverReport(20, [block]);
        writer.WriteCname(1, "émile");
        writer.WriteGoodbye(1);

        RtcpReader reader = new(bytes.AsSpan(0, writer.Length));
        Assert.True(reader.TryRead(out RtcpPacket packet));
        Assert.True(packet.TryGetSenderInfo(out RtcpSenderInfo readInfo));
        Assert.Equal(info, readInfo);
        Assert.Equal(2, packet.Reports.Count);
        Assert.Equal(block, packet.Reports[0]);
        Assert.Equal(RtcpReportBlock.MaxLost, packet.Reports[1].CumulativeLost);
        Assert.True(reader.TryRead(out packet));
        Assert.Equal(block, packet.Reports[0]);
        Assert.True(reader.TryRead(out packet));
        Assert.True(packet.TryGetCname(out _, out ReadOnlySpan<byte> cname));
        Assert.Equal("émile"u8, cname);
        Assert.True(reader.TryRead(out packet));
        Assert.True(packet.TryGetGoodbye(0, out uint gone));
        Assert.Equal(1u, gone);
        Assert.False(packet.TryGetGoodbye(1, out _));
        Assert.False(reader.TryRead(out _));
        Assert.Equal(RtcpError.None, reader.Error);
    }

    [Fact]
    public void EachSourceOfADescriptionHasItsName()
    {
        // Three sources: a name behind a tool, no name, a name of no characters; each filled up to a word.
        RtcpReader reader = new(Hex.Parse("83CA0008 00000001 06 02 4142 01 03 616263 000000 00000002 06 00 00 00 00000003 01 00 00 00".Replace(" ", "", StringComparison.Ordinal)));
        Assert.True(reader.TryRead(out RtcpPacket packet), reader.Error.ToString());
        Assert.True(packet.TryGetCname(0, out uint ssrc, out ReadOnlySpan<byte> cname));
        Assert.Equal((1u, 3), (ssrc, cname.Length));
        Assert.False(packet.TryGetCname(1, out ssrc, out _));
        Assert.True(packet.TryGetCname(2, out ssrc, out cname));
        Assert.Equal((3u, 0), (ssrc, cname.Length));
        Assert.False(packet.TryGetCname(3, out _, out _));
    }

    [Fact]
    public void LongCnameIsCut()
    {
        byte[] bytes = new byte[512];
        RtcpWriter writer = new(bytes);
        writer.WriteCname(1, new string('x', 1000));
        RtcpReader reader = new(bytes.AsSpan(0, writer.Length));
        Assert.True(reader.TryRead(out RtcpPacket packet));
        Assert.True(packet.TryGetCname(out _, out ReadOnlySpan<byte> cname));
        Assert.Equal(RtcpWriter.MaxCnameLength, cname.Length);
    }

    [Fact]
    public void RtcpIsToldFromRtpOnOnePort()
    {
        Assert.True(RtcpReader.IsRtcp(Hex.Parse(SenderReport)));
        Assert.False(RtcpReader.IsRtcp(Hex.Parse("80E01234_89ABCDEF_11223344")));
        Assert.False(RtcpReader.IsRtcp([]));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(Datagrams.Select(row => Hex.Parse(row.Data.Item2)), bytes =>
    {
        RtcpReader reader = new(bytes);
        int packets = 0;
        while (reader.TryRead(out RtcpPacket packet))
        {
            packets++;
            packet.TryGetSender(out _);
            packet.TryGetSenderInfo(out _);
            packet.TryGetCname(out _, out _);
            for (int i = 0; i < packet.Reports.Count; i++) _ = packet.Reports[i];
            for (int i = 0; i < packet.Count; i++) packet.TryGetGoodbye(i, out _);
            for (int i = 0; i <= packet.Count; i++) packet.TryGetCname(i, out _, out _);
        }

        Assert.InRange(packets, 0, bytes.Length / RtcpPacket.HeaderLength);
    });
}
