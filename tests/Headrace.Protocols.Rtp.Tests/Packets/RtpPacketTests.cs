using Headrace.Protocols.Rtp.Packets;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.Packets;

public sealed class RtpPacketTests
{
    private const string Header = "80E01234_89ABCDEF_11223344";

    public static TheoryData<string, string, string> Valid => new()
    {
        { "plain", Header + "_AABBCC", "AABBCC" },
        { "empty payload", Header, "" },
        { "one contributing source", "81E01234_89ABCDEF_11223344_00000007_AA", "AA" },
        { "padding of one octet", "A0E01234_89ABCDEF_11223344_AABB01", "AABB" },
        { "padding only", "A0E01234_89ABCDEF_11223344_00000004", "" },
        { "empty extension", "90E01234_89ABCDEF_11223344_BEDE0000_AA", "AA" },
        { "extension of one word", "90E01234_89ABCDEF_11223344_BEDE0001_10AA0000_CC", "CC" },
        { "sources, extension and padding", "B2E01234_89ABCDEF_11223344_00000001_00000002_12340001_DEADBEEF_CC0002", "CC" },
    };

    public static TheoryData<string, string, RtpPacketError> Invalid => new()
    {
        { "nothing", "", RtpPacketError.TooShort },
        { "eleven bytes", "80E01234_89ABCDEF_112233", RtpPacketError.TooShort },
        { "version 1", "40E01234_89ABCDEF_11223344", RtpPacketError.UnsupportedVersion },
        { "sources beyond the end", "82E01234_89ABCDEF_11223344_00000001", RtpPacketError.TruncatedCsrcs },
        { "extension header beyond the end", "90E01234_89ABCDEF_11223344_BEDE", RtpPacketError.TruncatedExtension },
        { "extension beyond the end", "90E01234_89ABCDEF_11223344_BEDEFFFF_00000000", RtpPacketError.TruncatedExtension },
        { "padding of zero", "A0E01234_89ABCDEF_11223344_AA00", RtpPacketError.InvalidPadding },
        { "padding longer than the payload", "A0E01234_89ABCDEF_11223344_AA03", RtpPacketError.InvalidPadding },
        { "padding bit without payload", "A0E01234_89ABCDEF_11223344", RtpPacketError.InvalidPadding },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void ValidPacketGivesItsFieldsAndPayload(string name, string hex, string payload)
    {
        Assert.True(RtpPacket.TryParse(Hex.Parse(hex), out RtpPacket packet, out RtpPacketError error), name);
        Assert.Equal(RtpPacketError.None, error);
        Assert.True(packet.HasMarker);
        Assert.Equal(96, packet.PayloadType);
        Assert.Equal(new SequenceNumber(0x1234), packet.SequenceNumber);
        Assert.Equal(0x89ABCDEFu, packet.Timestamp);
        Assert.Equal(0x11223344u, packet.Ssrc);
        Assert.Equal(payload, Convert.ToHexString(packet.Payload));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void InvalidPacketIsRefusedWithItsReason(string name, string hex, RtpPacketError reason)
    {
        Assert.False(RtpPacket.TryParse(Hex.Parse(hex), out _, out RtpPacketError error), name);
        Assert.Equal(reason, error);
    }

    [Fact]
    public void ContributingSourcesAreRead()
    {
        Assert.True(RtpPacket.TryParse(Hex.Parse("82E01234_89ABCDEF_11223344_00000007_80000001"), out RtpPacket packet, out _));
        Assert.Equal(2, packet.CsrcCount);
        Assert.Equal(7u, packet.GetCsrc(0));
        Assert.Equal(0x80000001u, packet.GetCsrc(1));
    }

    [Theory]
    [InlineData("one byte, padding between", "BEDE0003_10AA0000_21BBBB00_32CCCCCC", "1:AA 2:BBBB 3:CCCCCC")]
    [InlineData("one byte, id 15 stops", "BEDE0002_10AAF0BB_20CC0000", "1:AA")]
    [InlineData("one byte, truncated element", "BEDE0001_10AA3FBB", "1:AA")]
    [InlineData("two bytes, one of them empty", "10000003_01000002_03AABBCC_F001DD00", "1: 2:AABBCC 240:DD")]
    [InlineData("two bytes with application bits", "100F0001_0102AABB", "1:AABB")]
    [InlineData("two bytes, truncated", "10000001_0109AABB", "")]
    [InlineData("some other profile", "12340001_10AA0000", "")]
    public void HeaderExtensionElementsAreFound(string name, string extension, string elements)
    {
        Assert.True(RtpPacket.TryParse(Hex.Parse("90E01234_89ABCDEF_11223344_" + extension), out RtpPacket packet, out _), name);
        List<string> found = [];
        foreach (RtpHeaderExtension element in packet.Extensions)
        {
            found.Add($"{element.Id}:{Convert.ToHexString(element.Data)}");
            Assert.True(packet.Extensions.TryGet(element.Id, out ReadOnlySpan<byte> data));
            Assert.True(data.SequenceEqual(element.Data));
        }

        Assert.Equal(elements, string.Join(' ', found));
        Assert.False(packet.Extensions.TryGet(14, out _));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(
        Valid.Select(row => Hex.Parse(row.Data.Item2)).Concat(Invalid.Select(row => Hex.Parse(row.Data.Item2))),
        bytes =>
        {
            if (!RtpPacket.TryParse(bytes, out RtpPacket packet, out RtpPacketError error))
            {
                Assert.NotEqual(RtpPacketError.None, error);
                return;
            }

            int used = packet.PaddingLength + packet.Payload.Length + packet.Extensions.Bytes.Length;
            Assert.InRange(used, 0, bytes.Length - RtpPacket.FixedHeaderLength);
            for (int i = 0; i < packet.CsrcCount; i++) _ = packet.GetCsrc(i);
            foreach (RtpHeaderExtension element in packet.Extensions) Assert.True(element.Data.Length <= 255);
        });
}
