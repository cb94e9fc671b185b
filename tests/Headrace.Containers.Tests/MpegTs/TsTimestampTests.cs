using Headrace.Containers.MpegTs;

namespace Headrace.Containers.Tests.MpegTs;

public sealed class TsTimestampTests
{
    public static TheoryData<long> Times => [0, 1, 0x7FFF, 0x8000, 0x3FFF_FFFF, 0x4000_0000, 0xFFFF_FFFF, 0x1_0000_0000, TsTimestamp.Mask, 5_123_456_789];

    [Theory]
    [MemberData(nameof(Times))]
    public void TimestampIsReadAsWritten(long time)
    {
        byte[] bytes = new byte[TsTimestamp.Length];
        TsTimestamp.Write(bytes, 3, time);
        Assert.True(TsTimestamp.TryRead(bytes, out long read));
        Assert.Equal(time, read);
        Assert.Equal(3, bytes[0] >> 4);
        byte[] clock = new byte[TsTimestamp.PcrLength];
        TsTimestamp.WritePcr(clock, time);
        Assert.Equal(time, TsTimestamp.ReadPcr(clock));
    }

    [Fact]
    public void LayoutIsThatOfTheStandard()
    {
        byte[] bytes = new byte[TsTimestamp.Length];
        TsTimestamp.Write(bytes, 2, 900_000);
        Assert.Equal("2100377741", Convert.ToHexStringLower(bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void MissingMarkerIsRefused(int at)
    {
        byte[] bytes = new byte[TsTimestamp.Length];
        TsTimestamp.Write(bytes, 2, TsTimestamp.Mask);
        bytes[at] &= 0xFE;
        Assert.False(TsTimestamp.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData(5, 3, 2)]
    [InlineData(3, 5, -2)]
    [InlineData(1, TsTimestamp.Mask, 2)]
    [InlineData(TsTimestamp.Mask, 1, -2)]
    public void DistanceIsTheShorterOne(long later, long earlier, long expected)
    {
        Assert.Equal(expected, TsTimestamp.Difference(later, earlier));
        long near = 10 * (TsTimestamp.Mask + 1) + earlier;
        Assert.Equal(near + expected, TsTimestamp.Unwrap(later, near));
    }
}
