using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Tests.Packets;

public sealed class NtpTimestampTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0x83AA7E80_00000000)]
    [InlineData("2024-02-29T12:00:00.5Z", 0xE98AF040_80000000)]
    [InlineData("2036-02-07T06:28:15Z", 0xFFFFFFFF_00000000)]
    [InlineData("2036-02-07T06:28:16Z", 0x00000000_00000000)]
    [InlineData("2040-01-01T00:00:00.25Z", 0x0754FD00_40000000)]
    public void InstantAndTimestampConvertBothWays(string utc, ulong value)
    {
        DateTime instant = DateTime.Parse(utc, null, System.Globalization.DateTimeStyles.RoundtripKind);
        Assert.Equal(value.ToString("X16"), NtpTimestamp.FromUtc(instant).Value.ToString("X16"));
        Assert.Equal(instant, new NtpTimestamp(value).ToUtc());
        Assert.Equal(DateTimeKind.Utc, new NtpTimestamp(value).ToUtc().Kind);
    }

    [Fact]
    public void EveryTickSurvivesTheRoundTrip()
    {
        DateTime start = new(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < 10_000; i++)
        {
            DateTime instant = start.AddTicks(i * 1_001L);
            Assert.Equal(instant, NtpTimestamp.FromUtc(instant).ToUtc());
        }
    }

    [Fact]
    public void MiddleIsWhatReceptionReportsName() => Assert.Equal(0x56789ABCu, new NtpTimestamp(0x1234_5678_9ABC_DEF0).Middle);
}
