using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Tests.Packets;

public sealed class SenderClockTests
{
    private static readonly DateTime Utc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Theory]
    [InlineData(0xFFFF_FFF0, 0xFFFF_FFF0, 0)]
    [InlineData(0xFFFF_FFF0, 89_984, 1000)]
    [InlineData(10, 0xFFFF_FFF1, 0)]
    [InlineData(90_000, 45_000, -500)]
    public void TimestampsAroundAReportHaveItsTime(uint reported, uint timestamp, int milliseconds)
    {
        SenderClock clock = new(90_000);
        clock.Add(new RtcpSenderInfo(1, NtpTimestamp.FromUtc(Utc), reported, 0, 0), default);
        Assert.True(clock.TryToUtc(timestamp, out DateTime utc));
        Assert.Equal(milliseconds, (utc - Utc).TotalMilliseconds, 0.5);
    }

    [Fact]
    public void NothingIsKnownBeforeAReportAndFromOneWithoutATime()
    {
        SenderClock clock = new(90_000);
        Assert.False(clock.TryToUtc(0, out _));
        clock.Add(new RtcpSenderInfo(1, default, 5, 0, 0), new MonotonicTime(7));
        Assert.False(clock.TryToUtc(0, out _));
        Assert.Equal(0u, clock.LastReport);
        clock.Add(new RtcpSenderInfo(1, new NtpTimestamp(0x1234_5678_9ABC_DEF0), 5, 0, 0), new MonotonicTime(9));
        Assert.Equal(0x56789ABCu, clock.LastReport);
        Assert.Equal(new MonotonicTime(9), clock.LastReportArrival);
    }
}
