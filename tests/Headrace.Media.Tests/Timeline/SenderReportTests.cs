using Headrace.Media.Timeline;
using Headrace.Media.Timing;

namespace Headrace.Media.Tests.Timeline;

public sealed class SenderReportTests
{
    private const int Video = PathUnderTest.Video;
    private const int Audio = PathUnderTest.Audio;

    [Fact]
    [Trait("Pain", "3")]
    public void AudioTwoSecondsAheadIsPlacedRightWhenReportsComeBeforeTheMedia()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (t, _) => t == Video ? 2000 : 0;
        camera.Report(Audio, 0);
        camera.Report(Video, 0, atMs: 0);
        camera.RunTo(60);
        Assert.Equal(0, Skew(path, camera), 0.1);
        Assert.Equal(1, path.Counters[TimelineCause.RelationAtStart]);
        Assert.Equal(path.All.Count, path.Counters.Continued);
        Assert.InRange(path.LastLeadMs(Video), -2001, -1999);
    }

    [Fact]
    public void SoundFourHundredMillisecondsAheadIsSlewedWhenReportsComeLate()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (t, _) => t == Audio ? 400 : 0;
        for (int s = 5; s < 600; s += 5)
        {
            camera.RunTo(s);
            camera.Report(Video, s);
            camera.Report(Audio, s, atMs: s * 1000);
            if (s == 10) Assert.Equal(-400, Skew(path, camera), 30.0);
        }

        Assert.InRange(Skew(path, camera), -16, 0);
        Assert.Equal(1, path.Counters[TimelineCause.RelationCorrected]);
        Assert.Equal(0, path.Counters.Discontinuities + path.Counters.Gaps + path.Counters.Dropped);
        Assert.DoesNotContain(path.VideoUnits.Zip(path.VideoUnits.Skip(1)), p => p.Second.Decode - p.First.Decode is < 3595 or > 3605);
        Assert.DoesNotContain(path.AudioUnits.Zip(path.AudioUnits.Skip(1)), p => p.Second.Decode - p.First.Decode is < 1016 or > 1032);
    }

    [Theory]
    [Trait("Pain", "3")]
    [InlineData(2000, 0)]
    [InlineData(0, 2000)]
    public void SoundTwoSecondsOffIsMovedAtOnceWhenReportsComeLate(double videoLateMs, double soundLateMs)
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (t, _) => t == Video ? videoLateMs : soundLateMs;
        for (int s = 5; s < 60; s += 5)
        {
            camera.RunTo(s);
            camera.Report(Audio, s, atMs: s * 1000);
            camera.Report(Video, s, atMs: s * 1000);
            if (s >= 15) Assert.Equal(0, Skew(path, camera), 25.0);
        }

        Assert.Equal(0, path.Counters.Discontinuities + path.Counters.Gaps);
        Assert.DoesNotContain(path.VideoUnits.Zip(path.VideoUnits.Skip(1)), p => p.Second.Decode - p.First.Decode is < 3595 or > 3605);
        int repeated = path.AudioUnits.Sum(unit => unit.Timing.Repeats);
        int dropped = path.Dropped.Count(cause => cause == TimelineCause.SoundDropped);
        Assert.Equal(videoLateMs > 0 ? 94 : 0, repeated, 2.0);
        Assert.Equal(soundLateMs > 0 ? 94 : 0, dropped, 2.0);
        Assert.DoesNotContain(path.AudioUnits.Zip(path.AudioUnits.Skip(1)), p => p.Second.Decode - p.First.Decode - (p.Second.Timing.Repeats * 1024) is < 1016 or > 1032);
    }

    [Fact]
    public void OneReportThatIsWrongMovesNothingAtOnce()
    {
        (PathUnderTest path, Camera camera) = Setup();
        for (int s = 5; s < 60; s += 5)
        {
            camera.RunTo(s);
            camera.Report(Video, s);
            camera.Report(Audio, s, clockErrorMs: s == 30 ? 2000 : 0);
        }

        Assert.Equal(0, path.Counters[TimelineCause.SoundDropped] + path.Counters[TimelineCause.SoundRepeated]);
        Assert.Equal(0, Skew(path, camera), 30.0);
    }

    [Fact]
    public void AudioTwoSecondsAheadWithoutReportsIsRelatedByArrival()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (t, _) => t == Video ? 2000 : 0;
        camera.RunTo(60);
        Assert.Equal(2000, Skew(path, camera), 0.1);
        Assert.Equal(path.All.Count, path.Counters.Continued);
    }

    [Fact]
    public void TracksTiedByReportsMoveAsOneWhenTheirClockDrifts()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (t, media) => (t == Video ? 150 : 0) - (media * 0.2);
        camera.Report(Audio, 0);
        camera.Report(Video, 0, atMs: 0);
        for (int s = 5; s < 3600; s += 5)
        {
            camera.RunTo(s);
            camera.Report(Audio, s);
            camera.Report(Video, s, atMs: s * 1000);
            Assert.Equal(0, Skew(path, camera), 16.0);
        }

        Assert.InRange(path.LastLeadMs(Audio), -40, 40);
        Assert.InRange(path.LastLeadMs(Video), -190, -110);
        Assert.Equal(0, path.Counters.Discontinuities + path.Counters.Gaps);
    }

    [Fact]
    public void TrackOutlivesTheOneThatItWasTiedTo()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.IsLost = (t, media) => t == Audio && media > 30;
        camera.Delay = (t, media) => (t == Video ? 150 : 0) - (media * 0.5);
        camera.Report(Audio, 0);
        camera.Report(Video, 0, atMs: 0);
        camera.RunTo(900);
        Assert.InRange(path.LastLeadMs(Video), -40, 40);
        Assert.Equal(0, path.Counters.Discontinuities);
    }

    [Fact]
    public void PicturesFiveSecondsBehindTheirSoundAreNotTakenForAClockThatStoodStill()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (t, _) => t == Video ? 5000 : 0;
        camera.Report(Audio, 0);
        camera.Report(Video, 0, atMs: 0);
        camera.RunTo(60);
        Assert.Equal(0, path.Counters[TimelineCause.StoodStill]);
        Assert.Equal(0, Skew(path, camera), 0.1);
    }

    [Fact]
    public void ReportThatContradictsTheOtherTrackIsIgnored()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.RunTo(5);
        camera.Report(Audio, 5);
        camera.Report(Video, 5, clockErrorMs: 3_600_000);
        camera.RunTo(60);
        Assert.Equal(0, Skew(path, camera), 0.1);
        Assert.Equal(1, path.Counters[TimelineCause.SenderReportIgnored]);
        Assert.Equal(0, path.Counters[TimelineCause.RelationCorrected]);
    }

    [Fact]
    public void ReportOfAnotherPartOfTheTrackIsIgnored()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Report(Video, 500, atMs: 0);
        camera.RunTo(5);
        camera.Report(Video, 500, atMs: 5000);
        Assert.Equal(2, path.Counters[TimelineCause.SenderReportIgnored]);
        Assert.Equal(ClockSource.Arrival, path.Timeline.ClockMapping.Source);
    }

    [Fact]
    public void UtcIsArrivalUntilAReportComes()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.RunTo(5);
        ClockMapping mapping = path.Timeline.ClockMapping;
        Assert.Equal(ClockSource.Arrival, mapping.Source);
        Assert.Equal(PathUnderTest.Utc.AddSeconds(4), mapping.ToUtc(4 * 90_000, 90_000));
    }

    [Fact]
    [Trait("Pain", "6")]
    public void ReportBeforeTheFirstUnitSetsUtcAtOnce()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Report(Video, 0, clockErrorMs: -3000);
        camera.RunTo(5);
        ClockMapping mapping = path.Timeline.ClockMapping;
        Assert.Equal(ClockSource.SenderReport, mapping.Source);
        Assert.Equal(PathUnderTest.Utc.AddSeconds(4 - 3), mapping.ToUtc(4 * 90_000, 90_000));
    }

    [Fact]
    [Trait("Pain", "6")]
    public void ReportThatComesLaterMovesUtcWithoutAJump()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.RunTo(5);
        camera.Report(Video, 5, clockErrorMs: -3000);
        DateTime before = path.Timeline.ClockMapping.ToUtc(0, 90_000);
        for (int s = 6; s < 3100; s++)
        {
            camera.RunTo(s);
            DateTime after = path.Timeline.ClockMapping.ToUtc(0, 90_000);
            Assert.InRange((after - before).TotalMilliseconds, -1.05, 0);
            before = after;
            if (s % 5 == 0) camera.Report(Video, s, clockErrorMs: -3000);
        }

        Assert.Equal(ClockSource.SenderReport, path.Timeline.ClockMapping.Source);
        Assert.Equal(-3000, (before - PathUnderTest.Utc).TotalMilliseconds, 2.0);
    }

    [Fact]
    public void ClockEightHoursOffDoesNotMakeUtcButRelatesTheTracks()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (t, _) => t == Video ? 700 : 0;
        camera.Report(Audio, 0, clockErrorMs: 8 * 3_600_000);
        camera.Report(Video, 0, clockErrorMs: 8 * 3_600_000, atMs: 0);
        camera.RunTo(20);
        Assert.Equal(0, Skew(path, camera), 0.1);
        Assert.Equal(ClockSource.Arrival, path.Timeline.ClockMapping.Source);
        Assert.Equal(1, path.Counters[TimelineCause.SenderReportIgnored]);
    }

    /// <summary>How much later than it was taken with the sound the picture is presented, in milliseconds.</summary>
    private static double Skew(PathUnderTest path, Camera camera)
    {
        Placed video = path.VideoUnits.Last();
        Placed audio = path.AudioUnits.Last();
        return video.PresentationMs - ((video.Raw - camera.Base[Video]) / 90.0) - (audio.PresentationMs - ((audio.Raw - camera.Base[Audio]) / 48.0));
    }

    private static (PathUnderTest Path, Camera Camera) Setup()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        return (path, new Camera(path, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio));
    }
}
