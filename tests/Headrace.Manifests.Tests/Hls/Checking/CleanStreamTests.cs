using Headrace.Manifests.Hls.Checking;

namespace Headrace.Manifests.Tests.Hls.Checking;

public sealed class CleanStreamTests
{
    [Fact]
    public void TenMinutesWithPausesAndDiscontinuitiesHaveNoFindings()
    {
        VirtualStreamOptions options = new() { Pauses = [TimeSpan.FromSeconds(95.3), TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(421.77)], TellsPauses = true };
        VirtualFollower follower = new(options);

        Assert.Empty(follower.Run(TimeSpan.FromMinutes(10)));
        Assert.Equal(0, follower.Checker.SuppressedFindings);
    }

    [Fact]
    public void APublisherThatIsAwayLongerThanABlockedReloadNeedsNoTelling()
    {
        VirtualStreamOptions options = new() { Pauses = [TimeSpan.FromSeconds(70.5)], PauseLength = TimeSpan.FromSeconds(40) };

        Assert.Empty(new VirtualFollower(options).Run(TimeSpan.FromMinutes(4)));
    }

    [Fact]
    public void AShortAbsenceThatEndsWithADiscontinuityIsOnlyAdvice()
    {
        VirtualStreamOptions options = new() { Pauses = [TimeSpan.FromSeconds(70.5)], PauseLength = TimeSpan.FromSeconds(12) };

        Assert.All(new VirtualFollower(options).Run(TimeSpan.FromMinutes(4)), f => Assert.Equal(Rules.StallBeforeDiscontinuity, f.Rule));
    }

    [Fact]
    public void ReportsMayLeaveAViewersQueryOut()
    {
        VirtualFollower follower = new() { Text = (_, _, text) => text.Replace(".m3u8?s=x\",LAST", ".m3u8\",LAST", StringComparison.Ordinal) };

        Assert.Empty(follower.Run(TimeSpan.FromMinutes(1)));
    }

    /// <summary>Name, frame duration as a fraction of a second, timestamps a second.</summary>
    public static TheoryData<string, int, int, int> Rates => new()
    {
        { "23.976 fps", 1001, 24_000, 90_000 },
        { "25 fps", 1, 25, 90_000 },
        { "29.97 fps", 1001, 30_000, 90_000 },
        { "30 fps", 1, 30, 90_000 },
        { "50 fps", 1, 50, 90_000 },
        { "59.94 fps", 1001, 60_000, 90_000 },
        { "60 fps", 1, 60, 90_000 },
        { "12 fps", 1, 12, 90_000 },
        { "23.976 fps in milliseconds", 1001, 24_000, 1000 },
        { "29.97 fps in milliseconds", 1001, 30_000, 1000 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void StreamsOfEachFrameRateHaveNoFindingsButTheShortTarget(string name, int units, int perSecond, int grid)
    {
        VirtualStreamOptions options = new()
        {
            SegmentDuration = TimeSpan.FromSeconds(2),
            PartDuration = TimeSpan.FromMilliseconds(200),
            TargetDuration = 2,
            Video = () => FrameSource.Video(units, perSecond, TimeSpan.FromSeconds(2), grid),
            Audio = () => FrameSource.Aac(44_100),
            Pauses = [TimeSpan.FromSeconds(33.3)],
            TellsPauses = true,
        };
        IReadOnlyList<Finding> findings = new VirtualFollower(options).Run(TimeSpan.FromMinutes(2));

        Assert.True(findings.All(f => f.Rule == Rules.TargetDurationNotSix), $"{name}: {string.Join('\n', findings)}");
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(400, true)]
    public void AFrameRateThatVariesBreaksTheFloorOnlyWhereFramesAreLong(int longestMs, bool breaks)
    {
        VirtualStreamOptions options = new()
        {
            SegmentDuration = TimeSpan.FromSeconds(1.5),
            Video = () => FrameSource.VariableVideo(longestMs, 2000 / ((10 + longestMs) / 2)),
        };
        CheckerOptions checkerOptions = new() { IsFrameRateVariable = true, BandwidthTolerance = 10 };
        IReadOnlyList<Finding> findings = new VirtualFollower(options, checkerOptions).Run(TimeSpan.FromMinutes(3));

        Assert.All(findings, f => Assert.Equal(Rules.PartUnderFloorAtVariableRate, f.Rule));
        Assert.Equal(breaks, findings.Count > 0);
    }
}
