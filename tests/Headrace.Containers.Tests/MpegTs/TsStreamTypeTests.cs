using Headrace.Containers.MpegTs;

namespace Headrace.Containers.Tests.MpegTs;

public sealed class TsStreamTypeTests
{
    /// <summary>ISO/IEC 13818-1, table 2-34, and what ATSC and Blu-ray put above 0x80.</summary>
    [Theory]
    [InlineData("01 02 03 04 05 06 0B", "MPEG-1 video, MPEG-2 video, MPEG-1 audio, MPEG-2 audio, private sections, private data, DSM-CC")]
    [InlineData("0F 10 11 15 1B 1C", "AAC with ADTS headers, MPEG-4 video, AAC in LATM, metadata, H.264, raw AAC")]
    [InlineData("20 21 24 32 33 42", "H.264 of a second view, JPEG 2000, H.265, JPEG-XS, H.266, AVS video")]
    [InlineData("81 82 83 86 87 D1 EA", "AC-3, DTS, TrueHD, SCTE-35, E-AC-3, Dirac, VC-1")]
    public void TypesHaveNamesForPeople(string types, string names) => Assert.Equal(names, string.Join(", ", Convert.FromHexString(types.Replace(" ", "", StringComparison.Ordinal)).Select(TsStreamType.NameOf)));

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x08)]
    [InlineData(0x85)]
    [InlineData(0xFF)]
    public void TypeWithoutOneMeaningHasNone(byte type) => Assert.Null(TsStreamType.NameOf(type));

    [Fact]
    public void PacketThatMeansNothingIsOfTheNullPid()
    {
        Assert.Equal(TsPacket.Size, TsPacket.Null.Length);
        Assert.Equal("471FFF10", Convert.ToHexString(TsPacket.Null[..4]));
    }
}
