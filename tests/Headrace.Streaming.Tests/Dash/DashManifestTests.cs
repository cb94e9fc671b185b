using Headrace.Manifests.Dash;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Dash;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Dash;

public sealed class DashManifestTests : StreamTest
{
    [Theory]
    [InlineData(24_000 / 1001.0, false, true)]
    [InlineData(25, false, true)]
    [InlineData(30_000 / 1001.0, true, true)]
    [InlineData(30, false, true)]
    [InlineData(50, false, true)]
    [InlineData(25, false, false)]
    [InlineData(30_000 / 1001.0, true, false)]
    public void ManifestsOfEachFrameRateKeepEveryRule(double framesPerSecond, bool hasMilliseconds, bool isLowLatency)
    {
        UseOptions(new StreamOptions { Dash = new DashOptions { LowLatency = isLowLatency } });
        VirtualPublisher publisher = Publisher();
        publisher.HasMillisecondTimestamps = hasMilliseconds;
        int gop = (int)Math.Round(framesPerSecond * 2);
        publisher.Run(gop * 2, framesPerSecond, gop);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedDashViewer viewer = new(Stream(), lease.Branch, Time);
        for (int i = 0; i < framesPerSecond * 60; i++)
        {
            publisher.Run(1, framesPerSecond, gop);
            viewer.Look();
        }

        AssertClean(viewer);
        MpdPeriod period = Assert.Single(viewer.Manifests[^1].Periods);
        Assert.Equal("p0", period.Id);
        Assert.Equal(TimeSpan.Zero, period.Start);
        Assert.Equal(isLowLatency, period.AdaptationSets[0].Representations[0].Segments.Duration is not null);
        Assert.InRange(viewer.Segments, 55, 70);
    }

    [Fact]
    public void PublisherThatReturnsBeginsAPeriod()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(120, gop: 60);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedDashViewer viewer = new(Stream(), lease.Branch, Time);
        for (int blink = 0; blink < 4; blink++)
        {
            for (int i = 0; i < 330; i++)
            {
                publisher.Run(1, gop: 60);
                viewer.Look();
            }

            publisher.End();
            Pass(TimeSpan.FromSeconds(3));
            publisher = Publisher(start: (uint)(7777 * (blink + 1)));
        }

        AssertClean(viewer);
        string[] ids = [.. viewer.Manifests.SelectMany(manifest => manifest.Periods.Select(period => period.Id)).Distinct()];
        Assert.Equal(["p0", "p1", "p2", "p3"], ids);
        MpdPeriod last = viewer.Manifests[^1].Periods[^1];
        Assert.Equal(2, last.AdaptationSets.Count);
        foreach (AdaptationSet set in last.AdaptationSets)
        {
            // The times of the media are the same in all periods.
            SegmentTemplate segments = set.Representations[0].Segments;
            TimeSpan offset = Timebase.ToTimeSpan(segments.PresentationTimeOffset, segments.Timescale) - last.Start;
            SegmentTemplate first = viewer.Manifests[0].Periods[0].AdaptationSets[set.Id - 1].Representations[0].Segments;
            Assert.Equal(Timebase.ToTimeSpan(first.PresentationTimeOffset, first.Timescale).TotalSeconds, offset.TotalSeconds, 0.0001);
        }
    }

    [Fact]
    public void SoundThatReturnsBeforeThePictureTakesNoSecondPeriod()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(120, gop: 60);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedDashViewer viewer = new(Stream(), lease.Branch, Time);
        Run(viewer, publisher);
        publisher.End();
        Pass(TimeSpan.FromSeconds(2));
        publisher = Publisher(start: 7777);
        publisher.RunAudio(TimeSpan.FromMilliseconds(400));
        Run(viewer, publisher);

        AssertClean(viewer);
        Assert.Equal(["p0", "p1"], viewer.Manifests.SelectMany(manifest => manifest.Periods.Select(period => period.Id)).Distinct());
        Assert.Equal(2, viewer.Manifests[^1].Periods[^1].AdaptationSets.Count);

        static void Run(CheckedDashViewer viewer, VirtualPublisher publisher)
        {
            for (int i = 0; i < 400; i++)
            {
                publisher.Run(1, gop: 60);
                viewer.Look();
            }
        }
    }

    [Fact]
    public void PictureOfAnotherSizeBeginsAPeriodForAllTracks()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(120, gop: 60);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedDashViewer viewer = new(Stream(), lease.Branch, Time);
        for (int i = 0; i < 900; i++)
        {
            if (i == 480) (publisher.Format, publisher.Sets) = TestFormats.Large;
            publisher.Run(1, gop: 60);
            viewer.Look();
        }

        AssertClean(viewer);
        Mpd both = viewer.Manifests.First(manifest => manifest.Periods.Count > 1);
        Assert.NotEqual(both.Periods[0].AdaptationSets[0].Representations[0].Resolution, both.Periods[1].AdaptationSets[0].Representations[0].Resolution);
        Assert.All(both.Periods, period => Assert.Equal(2, period.AdaptationSets.Count));
    }

    [Fact]
    public void SegmentsThatAreNotRegularAreListed()
    {
        VirtualPublisher publisher = Publisher();
        Random random = new(7);
        for (int group = 0; group < 6; group++) RunGroup(publisher, 20 + group * 15, () => { });
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedDashViewer viewer = new(Stream(), lease.Branch, Time);
        for (int group = 0; group < 60; group++) RunGroup(publisher, random.Next(30, 110), viewer.Look);

        AssertClean(viewer);
        SegmentTemplate segments = viewer.Manifests[^1].Periods[^1].AdaptationSets[0].Representations[0].Segments;
        Assert.True(segments.Timeline.Count > 1);
        Assert.Null(segments.Duration);
    }

    private static void RunGroup(VirtualPublisher publisher, int frames, Action look)
    {
        for (int i = 0; i < frames; i++)
        {
            publisher.Run(1, gop: i == 0 ? 1 : int.MaxValue);
            look();
        }
    }

    [Fact]
    public void AvailabilityIsKeptWhileTheBranchRunsAndChosenAnewAfterIt()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(240, gop: 60);
        Mpd first;
        using (BranchLease<HlsBranch> lease = Acquire())
        {
            publisher.Run(240, gop: 60);
            first = DashManifest.Describe(Stream(), lease.Branch, Time)!;
            publisher.Run(240, gop: 60);
            Assert.Equal(first.AvailabilityStart, DashManifest.Describe(Stream(), lease.Branch, Time)!.AvailabilityStart);
        }

        Pass(BranchSet.Linger + TimeSpan.FromSeconds(1));
        using BranchLease<HlsBranch> again = Acquire();
        publisher.Run(240, gop: 60);
        Mpd second = DashManifest.Describe(Stream(), again.Branch, Time)!;
        Assert.Equal("p1", second.Periods[0].Id);
        Assert.Equal(TimeSpan.Zero, second.Periods[0].Start);
        Assert.True(second.AvailabilityStart > first.AvailabilityStart);
    }

    private static void AssertClean(CheckedDashViewer viewer) =>
        Assert.True(viewer.Checker.Findings.Count == 0, string.Join('\n', viewer.Checker.Findings));

    private BranchLease<HlsBranch> Acquire() => HlsPackaging.Cmaf.Acquire(Stream());
}
