using Headrace.Media.Bits;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Bits;

public sealed class BitReaderTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(255u)]
    [InlineData(65_535u)]
    [InlineData(0x7FFF_FFFEu)]
    public void UnsignedCodesReadBackAsWritten(uint value)
    {
        BitReader reader = new(new BitWriter().Write(5, 3).Ue(value).Write(9, 4).ToBytes());
        Assert.Equal(5u, reader.Read(3));
        Assert.Equal(value, reader.ReadUe());
        Assert.Equal(9u, reader.Read(4));
        Assert.False(reader.HasFailed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(-1000)]
    [InlineData(0x3FFF_FFFF)]
    [InlineData(-0x3FFF_FFFF)]
    public void SignedCodesReadBackAsWritten(int value)
    {
        BitReader reader = new(new BitWriter().Se(value).ToBytes());
        Assert.Equal(value, reader.ReadSe());
    }

    [Fact]
    public void ReadingPastTheEndGivesZeroAndFailsForGood()
    {
        BitReader reader = new([0xFF]);
        Assert.Equal(0u, reader.Read(9));
        Assert.True(reader.HasFailed);
        Assert.Equal(0u, reader.Read(1));
        Assert.True(reader.HasFailed);
    }

    [Theory]
    [InlineData("00000000FFFFFFFFFF")]
    [InlineData("0000")]
    [InlineData("01")]
    [InlineData("")]
    public void CodesThatAreTooLongOrCutOffFail(string hex)
    {
        BitReader reader = new(Convert.FromHexString(hex));
        Assert.Equal(0u, reader.ReadUe());
        Assert.True(reader.HasFailed);
    }

    [Theory]
    [InlineData("000003", "0000")]
    [InlineData("00000301", "000001")]
    [InlineData("00000303", "000003")]
    [InlineData("000003000003000003", "000000000000")]
    [InlineData("0003000300", "0003000300")]
    [InlineData("FF0000030000", "FF00000000")]
    public void EmulationPreventionBytesAreLeftOutOfNalUnits(string nal, string expected)
    {
        BitReader reader = BitReader.OfNal(Convert.FromHexString(nal));
        List<byte> read = [];
        for (int i = 0; i < expected.Length / 2; i++) read.Add((byte)reader.Read(8));
        Assert.Equal(expected, Convert.ToHexString([.. read]));
        Assert.False(reader.HasFailed);
        reader.Read(1);
        Assert.True(reader.HasFailed);
    }

    [Theory]
    [InlineData("80", 0, false)]
    [InlineData("C0", 0, true)]
    [InlineData("C0", 1, false)]
    [InlineData("0080", 8, false)]
    [InlineData("018000", 8, false)]
    [InlineData("0180000000", 7, true)]
    [InlineData("FFFFFFFFFFFFFFFFFFFF80", 3, true)]
    [InlineData("FFFFFFFFFFFFFFFFFFFF80", 80, false)]
    [InlineData("", 0, false)]
    public void MoreDataIsWhatPrecedesTheTrailingBits(string hex, int skip, bool expected)
    {
        BitReader reader = BitReader.OfNal(Convert.FromHexString(hex));
        reader.Skip(skip);
        Assert.Equal(expected, reader.HasMoreRbspData);
    }

    [Fact]
    public void PositionAndBitsLeftCountPlainBits()
    {
        BitReader reader = new(new byte[20]);
        reader.Skip(77);
        Assert.Equal((77, 83), (reader.Position, reader.BitsLeft));
        reader.AlignToByte();
        Assert.Equal(80, reader.Position);
        reader.Skip(80);
        Assert.False(reader.HasFailed);
        reader.Skip(int.MaxValue);
        Assert.True(reader.HasFailed);
    }

    [Fact]
    public void AnyBytesAreReadWithoutAThrow() => Fuzz.Run(
        [[0x80], [0, 0, 3, 1, 0xFF], Convert.FromHexString("6764000CACD941419F9F0110")],
        bytes =>
        {
            BitReader reader = BitReader.OfNal(bytes);
            while (!reader.HasFailed && reader.HasMoreRbspData)
            {
                reader.ReadUe();
                reader.ReadSe();
                reader.Skip(3);
                reader.Read(17);
            }

            BitReader plain = new(bytes);
            while (!plain.HasFailed) plain.Read(31);
        });
}
