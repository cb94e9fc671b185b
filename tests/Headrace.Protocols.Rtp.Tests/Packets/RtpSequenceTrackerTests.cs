using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.Packets;

public sealed class RtpSequenceTrackerTests
{
    [Theory]
    [InlineData("in order", "10 11 12", "First InOrder InOrder", 0, 12)]
    [InlineData("over the wrap", "65534 65535 0 1", "First InOrder InOrder InOrder", 0, 65537)]
    [InlineData("gap", "10 14", "First Gap", 3, 14)]
    [InlineData("gap over the wrap", "65534 2", "First Gap", 3, 65538)]
    [InlineData("late packet fills the gap", "10 12 11", "First Gap Late", 0, 12)]
    [InlineData("duplicate", "10 11 11 12 10", "First InOrder Duplicate InOrder Duplicate", 0, 12)]
    [InlineData("duplicate hides no loss", "10 12 12", "First Gap Duplicate", 1, 12)]
    [InlineData("late packet over the wrap", "65535 1 0", "First Gap Late", 0, 65537)]
    [InlineData("one wild packet is dropped", "10 40000 11", "First Suspect InOrder", 0, 11)]
    [InlineData("source begins anew", "10 40000 40001 40002", "First Suspect Restart InOrder", 0, 40002)]
    [InlineData("far behind is a restart", "1000 500 501", "First Suspect Restart", 0, 501)]
    public void SequenceOfPacketsIsClassified(string name, string numbers, string kinds, long lost, long highest)
    {
        RtpSequenceTracker tracker = new(90_000, isOrderedTransport: false);
        IEnumerable<RtpArrivalKind> seen = numbers.Split(' ').Select(n => tracker.Add(new SequenceNumber(ushort.Parse(n)), 0, default).Kind).ToList();
        Assert.Equal(kinds, string.Join(' ', seen));
        Assert.True(tracker.Lost == lost, $"{name}: {tracker.Lost} lost");
        Assert.Equal(highest, tracker.HighestExtended);
    }

    [Fact]
    public void MisorderingIsFollowedAsFarAsIsAskedFor()
    {
        RtpSequenceTracker tracker = new(90_000, isOrderedTransport: false, maxMisorder: 1000);
        foreach (ushort n in (ushort[])[65_000, 364, 65_000, 65_100, 65_100, 365]) tracker.Add(new SequenceNumber(n), 0, default);
        Assert.Equal((2L, 1L, 0L), (tracker.Duplicates, tracker.Late, tracker.Restarts));
        Assert.Equal(365 + 65_536 - 65_000 + 1 - 4, tracker.Lost);
    }

    [Fact]
    public void JumpOverAnOrderedTransportIsARestartAtOnce()
    {
        RtpSequenceTracker tracker = new(90_000, isOrderedTransport: true);
        tracker.Add(new SequenceNumber(10), 0, default);
        RtpArrival arrival = tracker.Add(new SequenceNumber(40_000), 0, default);
        Assert.Equal(RtpArrivalKind.Restart, arrival.Kind);
        Assert.True(arrival.IsUsable);
        Assert.True(arrival.IsGapBefore);
        Assert.Equal(1, tracker.Restarts);
    }

    [Fact]
    public void LossBeforeARestartStaysCounted()
    {
        RtpSequenceTracker tracker = new(90_000, isOrderedTransport: true);
        foreach (ushort n in (ushort[])[10, 13, 40_000, 40_002]) tracker.Add(new SequenceNumber(n), 0, default);
        Assert.Equal(3, tracker.Lost);
        Assert.Equal(4, tracker.Received);
    }

    [Fact]
    public void ReportSaysLossOfTheIntervalAndOfTheWhole()
    {
        RtpSequenceTracker tracker = new(90_000, isOrderedTransport: false);
        for (ushort n = 0; n < 100; n++)
        {
            if (n % 4 != 1) tracker.Add(new SequenceNumber(n), 0, default);
        }

        RtcpReportBlock first = tracker.TakeReport(7, 0xABCD0123, TimeSpan.FromSeconds(0.5));
        Assert.Equal(new RtcpReportBlock(7, 64, 25, 99, 0, 0xABCD0123, 32_768), first);

        for (ushort n = 100; n < 200; n++) tracker.Add(new SequenceNumber(n), 0, default);
        RtcpReportBlock second = tracker.TakeReport(7, 0, TimeSpan.FromSeconds(0.5));
        Assert.Equal(new RtcpReportBlock(7, 0, 25, 199, 0, 0, 0), second);
    }

    [Fact]
    public void DuplicatesMakeTheCumulativeLossNegative()
    {
        RtpSequenceTracker tracker = new(90_000, isOrderedTransport: false);
        foreach (ushort n in (ushort[])[1, 2, 2, 2]) tracker.Add(new SequenceNumber(n), 0, default);
        RtcpReportBlock report = tracker.TakeReport(1, 0, default);
        Assert.Equal(-2, report.CumulativeLost);
        Assert.Equal(0, report.FractionLost);
    }

    [Fact]
    public void EvenArrivalHasNoJitterAndUnevenArrivalConvergesToItsMeanDeviation()
    {
        RtpSequenceTracker even = new(90_000, isOrderedTransport: false);
        RtpSequenceTracker uneven = new(90_000, isOrderedTransport: false);
        for (int i = 0; i < 500; i++)
        {
            SequenceNumber number = new((ushort)i);
            uint timestamp = unchecked(0xFFFF_0000u + (uint)i * 3600);
            long ideal = i * 40_000_000L;
            even.Add(number, timestamp, new MonotonicTime(ideal));
            uneven.Add(number, timestamp, new MonotonicTime(ideal + i % 2 * 10_000_000L));
        }

        // Every difference of transit times is 10 ms, 900 ticks.
        Assert.Equal(0u, even.Jitter);
        Assert.InRange(uneven.Jitter, 890u, 900u);
    }

    [Fact]
    public void AddingAllocatesNothing()
    {
        RtpSequenceTracker tracker = new(90_000, isOrderedTransport: false);
        tracker.Add(new SequenceNumber(0), 0, default);
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 1; i < 1000; i++) tracker.Add(new SequenceNumber((ushort)(i * 7)), (uint)i, new MonotonicTime(i));
        }));
    }
}
