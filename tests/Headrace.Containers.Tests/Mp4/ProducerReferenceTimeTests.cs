using Headrace.Containers.Mp4;
using Headrace.Media.Timing;

namespace Headrace.Containers.Tests.Mp4;

public sealed class ProducerReferenceTimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0x83AA7E80_00000000)]
    [InlineData("2026-03-01T12:00:00.5Z", 0xED4EA8C0_80000000)]
    [InlineData("2036-02-07T06:28:15Z", 0xFFFFFFFF_00000000)]
    [InlineData("2036-02-07T06:28:16Z", 0x00000000_00000000)]
    public void UtcIsWrittenAsNtpOverItsEras(string utc, ulong ntp)
    {
        DateTime time = DateTime.Parse(utc, null, System.Globalization.DateTimeStyles.RoundtripKind);
        Assert.Equal(ntp, new ProducerReferenceTime(time, 0).ToNtp());
        Assert.Equal(time, ProducerReferenceTime.FromNtp(ntp));
    }

    [Fact]
    public void EveryTickOf100NanosecondsComesBack()
    {
        DateTime start = new(2026, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        for (int i = 0; i < 1000; i++)
        {
            DateTime time = start.AddTicks(i * 9_973);
            Assert.Equal(time, ProducerReferenceTime.FromNtp(new ProducerReferenceTime(time, 0).ToNtp()));
        }
    }

    [Fact]
    public void AClockMappingGivesTheUtcOfAPresentationTime()
    {
        DateTime anchor = new(2026, 5, 6, 0, 0, 0, DateTimeKind.Utc);
        ClockMapping mapping = new(2 * Timebase.NanosecondsPerSecond, anchor, ClockSource.SenderReport);
        ProducerReferenceTime time = ProducerReferenceTime.From(mapping, 270_000, 90_000);
        Assert.Equal(new ProducerReferenceTime(anchor.AddSeconds(1), 270_000, ProducerReferenceKind.Captured), time);
    }
}
