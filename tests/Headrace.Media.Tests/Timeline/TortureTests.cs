using Headrace.Media.Timeline;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Timeline;

/// <summary>What cameras and encoders do to time, one by one: what comes out, and under which name it is counted.</summary>
public sealed class TortureTests
{
    private const int Video = PathUnderTest.Video;
    private const int Audio = PathUnderTest.Audio;

    public static TheoryData<string> Inputs => ["rtp", "rtmp", "ts"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void SteadyInputKeepsItsSpacingExactly(string input)
    {
        (PathUnderTest path, Camera camera) = Setup(input);
        camera.RunTo(60);
        AssertSpacing(path.VideoUnits, 3600);
        AssertSpacing(path.AudioUnits, 1024);
        Assert.Equal(path.All.Count, path.Counters.Continued);
        AssertOnly(path);
        AssertSkew(path, 1);
    }

    [Theory]
    [Trait("Pain", "2")]
    [MemberData(nameof(Inputs))]
    public void JumpForwardByTenHoursGoesOnByArrival(string input)
    {
        (PathUnderTest path, Camera camera) = Setup(input);
        camera.RunTo(10);
        camera.Stamp = (t, _, raw) => raw + (36_000 * Rate(input, t));
        camera.RunTo(30);
        AssertBridged(path, TimelineCause.JumpForward);
    }

    [Theory]
    [Trait("Pain", "1")]
    [MemberData(nameof(Inputs))]
    public void JumpBackByAnHourGoesOnByArrival(string input)
    {
        (PathUnderTest path, Camera camera) = Setup(input, start: 7200);
        camera.RunTo(10);
        camera.Stamp = (t, _, raw) => raw - (3600 * Rate(input, t));
        camera.RunTo(30);
        AssertBridged(path, TimelineCause.JumpBack);
    }

    [Theory]
    [Trait("Pain", "4")]
    [MemberData(nameof(Inputs))]
    public void RestartAtZeroGoesOnByArrival(string input)
    {
        (PathUnderTest path, Camera camera) = Setup(input, start: 1000);
        camera.RunTo(10);
        camera.Stamp = (t, _, raw) => raw - (1010 * Rate(input, t));
        camera.RunTo(30);
        AssertBridged(path, TimelineCause.Restart);
    }

    [Fact]
    public void TracksThatJumpByDifferentAmountsAreEachPlacedByArrival()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.RunTo(10);
        camera.Stamp = (t, _, raw) => raw + (t == Video ? 3600L * 90_000 : 77_777_777);
        camera.RunTo(30);
        Assert.Equal(2, path.Counters[TimelineCause.JumpForward]);
        Assert.Equal(2, path.Counters.Discontinuities);
        Assert.Equal(0, path.Counters[TimelineCause.JumpShared]);
        AssertSkew(path, 45);
    }

    [Fact]
    public void OneStrayTimestampIsBridgedAndTheRelationOfTracksComesBackExactly()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Stamp = (t, media, raw) => t == Video && Math.Abs(media - 10) < 0.001 ? raw + 900_000_000 : raw;
        camera.RunTo(30);
        Assert.Equal(1, path.Counters[TimelineCause.JumpForward]);
        Assert.Equal(1, path.Counters[TimelineCause.JumpBack]);
        Assert.Equal(1, path.Counters[TimelineCause.JumpShared]);
        Assert.Equal(750, path.VideoUnits.Count());
        List<Placed> others = [.. path.VideoUnits.Where(u => u.Timing.Cause != TimelineCause.JumpForward)];
        Assert.DoesNotContain(others, u => u.Presentation - others[0].Presentation != u.Raw - others[0].Raw);
    }

    [Theory]
    [InlineData("rtp", 4_294_967_296 - 450_000, 4_294_967_296 - 96_000)]
    [InlineData("rtmp", 4_294_967_296 - 5000, 4_294_967_296 - 5000)]
    [InlineData("ts", 8_589_934_592 - 450_000, 8_589_934_592 - 450_000)]
    public void WrapOfTheTimestampIsSeenByCounterOnly(string input, long videoBase, long audioBase)
    {
        (PathUnderTest path, Camera camera) = Setup(input, bases: [videoBase, audioBase]);
        camera.RunTo(30);
        AssertSpacing(path.VideoUnits, 3600);
        AssertSpacing(path.AudioUnits, 1024);
        Assert.Equal(path.All.Count, path.Counters.Continued);
        AssertOnly(path, TimelineCause.Wrap);
        Assert.Equal(2, path.Counters[TimelineCause.Wrap]);
        AssertSkew(path, 1);
    }

    [Fact]
    public void WrapBetweenTheFirstUnitsOfTracksOnOneClockKeepsThemTogether()
    {
        (PathUnderTest path, Camera camera) = Setup("ts", bases: [8_589_934_592 - 1800, 8_589_934_592 + 100]);
        camera.RunTo(5);
        Assert.Equal(1900.0 / 90, path.AudioUnits.First().PresentationMs - path.VideoUnits.First().PresentationMs, 0.1);
        Assert.Equal(0, path.Counters.Discontinuities);
    }

    [Fact]
    public void SilenceOfEightHoursIsUnwrappedByArrival()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.IsLost = (_, media) => media is > 10 and < 28_810;
        camera.RunTo(28_820);
        Assert.Equal(0, path.Counters.Discontinuities);
        Assert.Equal(2, path.Counters.Gaps);
        Assert.InRange(path.LastLeadMs(Video), -1, 1);
        Assert.InRange(path.LastLeadMs(Audio), -1, 1);
    }

    [Fact]
    [Trait("Pain", "4")]
    public void ClockTenAndAHalfTimesTooFastIsMeasuredAndStampedAnew()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Stamp = (t, media, raw) => t == Video ? raw + (long)(media * 9.5 * 90_000) : raw;
        camera.RunTo(120);
        Assert.InRange(path.Counters[TimelineCause.ClockTooFast], 1, 3);
        Assert.True(path.Counters[TimelineCause.LeadBounded] > 0);
        Assert.Equal(0, path.Counters.Discontinuities);
        Assert.Equal(3000, path.VideoUnits.Count());
        Assert.All(path.VideoUnits.Where(u => u.Arrival > 60_000_000_000), u => Assert.InRange(u.LeadMs, -100, 100));
        AssertSpacing(path.AudioUnits, 1024);
    }

    [Fact]
    public void ClockTenTimesTooSlowIsMeasuredAndStampedAnew()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Stamp = (t, media, raw) => t == Video ? raw - (long)(media * 0.9 * 90_000) : raw;
        camera.RunTo(120);
        Assert.InRange(path.Counters[TimelineCause.ClockTooSlow], 1, 3);
        Assert.Equal(3000, path.VideoUnits.Count());
        Assert.All(path.VideoUnits.Where(u => u.Arrival > 60_000_000_000), u => Assert.InRange(u.LeadMs, -100, 100));
        AssertSpacing(path.AudioUnits, 1024);
    }

    [Fact]
    [Trait("Pain", "1")]
    public void DuplicatesAreDropped()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Copies = (_, media) => (int)(media * 10) % 7 == 0 ? 2 : 1;
        camera.RunTo(30);
        Assert.True(path.Dropped.Count > 100);
        Assert.All(path.Dropped, c => Assert.Equal(TimelineCause.Duplicate, c));
        Assert.Equal(path.Dropped.Count, path.Counters[TimelineCause.Duplicate]);
        AssertSpacing(path.VideoUnits, 3600);
        AssertSpacing(path.AudioUnits, 1024);
        AssertOnly(path, TimelineCause.Duplicate);
    }

    [Fact]
    public void TwoFramesOfSoundWithOneTimestampAreTwoFrames()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Stamp = (t, _, raw) => t == Audio ? raw - ((raw - 5_000_000) % 2048) : raw;
        camera.RunTo(30);
        Assert.Equal(3, path.Counters[TimelineCause.Duplicate]);
        Assert.Equal(1407 - 3, path.AudioUnits.Count());
        Assert.DoesNotContain(path.AudioUnits.Skip(10).Zip(path.AudioUnits.Skip(11)), pair => pair.Second.Decode - pair.First.Decode is < 1022 or > 1024);
    }

    [Theory]
    [Trait("Pain", "2")]
    [MemberData(nameof(Inputs))]
    public void BurstOfFiveSecondsAtOnceKeepsMediaTime(string input)
    {
        (PathUnderTest path, Camera camera) = Setup(input);
        camera.Delay = (_, media) => media is > 10 and < 15 ? (15 - media) * 1000 : 0;
        camera.RunTo(40);
        AssertSpacing(path.VideoUnits, 3600);
        AssertSpacing(path.AudioUnits, 1024);
        Assert.Equal(2, path.Counters[TimelineCause.Burst]);
        AssertOnly(path, TimelineCause.Burst);
        Assert.InRange(path.LastLeadMs(Video), -1, 1);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void BurstOfFiveSecondsAtTheStartKeepsMediaTimeAndIsSlewedBack(string input)
    {
        (PathUnderTest path, Camera camera) = Setup(input);
        camera.Delay = (_, media) => media < 5 ? -media * 1000 : -5000;
        camera.RunTo(1200);
        Assert.Equal(0, path.Counters.Discontinuities);
        Assert.Equal(0, path.Counters[TimelineCause.LeadBounded]);
        Assert.Equal(0, path.Counters[TimelineCause.ClockTooFast]);
        Assert.Equal(2, path.Counters[TimelineCause.Burst]);
        AssertSlewOnly(path);
        Assert.InRange(path.LastLeadMs(Video), 3700, 3900);
        AssertSkew(path, 25);
    }

    [Fact]
    public void EndlessBurstIsHeldBack()
    {
        (PathUnderTest path, Camera camera) = Setup("rtmp");
        camera.Delay = (_, media) => -media * 980;
        camera.RunTo(300);
        Assert.True(path.Counters[TimelineCause.LeadBounded] > 0);
        Assert.InRange(path.All.Max(u => u.LeadMs), 5000, 6500);
    }

    [Fact]
    public void StallThatIsCaughtUpIsNoDiscontinuity()
    {
        (PathUnderTest path, Camera camera) = Setup("rtmp");
        camera.Delay = (_, media) => media is > 10 and < 50 ? Math.Max(0, 20_000 - ((media - 10) * 500)) : 0;
        camera.RunTo(100);
        Assert.Equal(0, path.Counters.Discontinuities);
        Assert.Equal(0, path.Counters[TimelineCause.ClockTooFast] + path.Counters[TimelineCause.ClockTooSlow]);
        AssertSkew(path, 25);
    }

    [Fact]
    public void ClockThatStoodStillIsAnchoredAnew()
    {
        (PathUnderTest path, Camera camera) = Setup("rtmp");
        camera.RunTo(10);
        camera.Delay = (_, _) => 20_000;
        camera.RunTo(60);
        Assert.Equal(2, path.Counters[TimelineCause.StoodStill]);
        Assert.Equal(1, path.Counters[TimelineCause.JumpShared]);
        Assert.Equal(2, path.Counters.Discontinuities);
        Assert.InRange(path.LastLeadMs(Video), -30, 30);
        AssertSkew(path, 25);
    }

    [Fact]
    public void FloodOfJumpsIsDroppedAtTheHardLeadAndTheNextUnitBearsTheDiscontinuity()
    {
        PathUnderTest path = PathUnderTest.With(new InputTrack(0, MediaKind.Data, 1000, 64, 100, SharesClock: true));
        long raw = 0;
        for (int i = 0; i < 2000; i++) path.Send(0, 0, raw += 50_000_000 + i, Units.Sound(100, 0));
        Assert.True(path.Counters[TimelineCause.LeadExhausted] > 100);
        Assert.Equal(TimelineCause.LeadExhausted, path.Dropped[^1]);
        Placed next = path.Send(0, 20_000, raw + 20_000, Units.Sound(100, 0))!;
        Assert.True(next.Timing.IsDiscontinuity);
        Assert.InRange(next.LeadMs, -100, 8000);
        Assert.False(path.Send(0, 20_040, raw + 20_040, Units.Sound(100, 0))!.Timing.IsDiscontinuity);
    }

    [Fact]
    public void StateSaysWhereATrackStands()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Delay = (t, media) => t == Audio && media > 5 ? 300 : 0;
        camera.RunTo(60);
        TrackState video = path.State(Video, 60_000);
        TrackState audio = path.State(Audio, 60_000);
        Assert.Equal(0, video.Slew);
        Assert.InRange(video.Lag!.Value, -1_000_000, 1_000_000);
        Assert.InRange(audio.Slew + audio.Lag!.Value, 299_000_000, 301_000_000);
        Assert.InRange(audio.Slew, 40_000_000, 56_000_000);
        Assert.Equal(0, audio.SpeedErrorPpm);
        Assert.False(audio.IsRelated);
    }

    [Fact]
    public void VaryingFrameRateGoesOnByTheMediasOwnClock()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        var random = new Random(7);
        double ms = 0;
        for (int i = 0; i < 2000; i++)
        {
            path.Send(Video, ms, 77 + (long)Math.Round(ms * 90), Units.Picture(i % 50 == 0));
            ms += random.Next(20) == 0 ? random.Next(200, 8000) : random.Next(16, 120);
        }

        Assert.Equal(2000, path.All.Count);
        Assert.DoesNotContain(path.All, u => u.Presentation - path.All[0].Presentation != u.Raw - path.All[0].Raw);
        Assert.Equal(0, path.Counters.Discontinuities);
        Assert.InRange(path.Counters.Gaps, 50, 200);
        AssertOnly(path);
    }

    [Fact]
    [Trait("Pain", "5")]
    public void SilenceThatIsNotSentIsAGapWithoutDiscontinuityAndPicturesAreUntouched()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.IsLost = (t, media) => t == Audio && media % 40 is > 5 and < 35;
        camera.RunTo(200);
        Assert.Equal(5, path.Counters.Gaps);
        Assert.Equal(0, path.Counters.Discontinuities);
        AssertSpacing(path.VideoUnits, 3600);
        Assert.DoesNotContain(path.AudioUnits, u => u.Presentation != u.Raw - 5_000_000);
        AssertOnly(path);
    }

    [Fact]
    public void LostFrameOfSoundLeavesAHoleOfItsLength()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        int n = 0;
        camera.IsLost = (t, _) => t == Audio && ++n % 50 == 0;
        camera.RunTo(60);
        Assert.Equal(n / 50, path.Counters.Gaps);
        Assert.DoesNotContain(path.AudioUnits, u => u.Presentation != u.Raw - 5_000_000);
        AssertOnly(path);
    }

    [Theory]
    [Trait("Pain", "2")]
    [InlineData(100)]
    [InlineData(-100)]
    public void DriftOfAHundredPpmOverADayIsSlewed(int ppm)
    {
        (PathUnderTest path, Camera camera) = Setup("rtp", rate: (1, 1), samples: 9600);
        camera.Delay = (_, media) => media * -1e-3 * ppm;
        for (int hour = 1; hour <= 24; hour++)
        {
            camera.RunTo(hour * 3600);
            Assert.DoesNotContain(path.All, u => Math.Abs(u.LeadMs) > 40);
            AssertSkew(path, 40);
            AssertSlewOnly(path);
            path.All.RemoveRange(0, path.All.Count - 10);
        }

        Assert.True(path.Counters.Slewed > 0);
        Assert.Equal(0, path.Counters.Gaps + path.Counters.Discontinuities);
        AssertOnly(path, TimelineCause.Wrap);
    }

    [Theory]
    [InlineData("rtp", 900)]
    [InlineData("rtmp", -900)]
    [InlineData("ts", 200)]
    public void DriftOfFramesOfUsualLengthIsSlewedWithoutHoles(string input, int ppm)
    {
        (PathUnderTest path, Camera camera) = Setup(input);
        camera.Delay = (_, media) => media * -1e-3 * ppm;
        camera.RunTo(1800);
        Assert.All(path.All, u => Assert.InRange(u.LeadMs, -60, 60));
        AssertSkew(path, 40);
        Assert.Equal(0, path.Counters.Gaps + path.Counters.Discontinuities);
        AssertOnly(path);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    [InlineData(0.3)]
    public void PublisherThatReturnsGoesOnByTheWallClock(double awaySeconds)
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.RunTo(10);
        double at = 10_000 + (awaySeconds * 1000);
        path.Begin(at, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        int before = path.All.Count;
        new Camera(path, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio) { StartMs = at, Base = [42, 4_000_000_000] }.RunTo(10);
        List<Placed> after = path.All[before..];
        bool isLong = awaySeconds > 0.5;
        Assert.Equal(2, path.Counters[TimelineCause.InputReturned]);
        Assert.Equal(isLong ? 2 : 0, path.Counters.Discontinuities);
        Assert.Equal(isLong, after.First(u => u.Track == Video).Timing.IsDiscontinuity);
        Assert.Equal(isLong, after.First(u => u.Track == Audio).Timing.IsDiscontinuity);
        Assert.All(after, u => Assert.InRange(u.LeadMs, -1, 1));
        AssertOnly(path, TimelineCause.InputReturned);
    }

    [Fact]
    public void PublisherThatReturnsBeforeTheLeadOfTheLastOneIsOverBeginsAfterIt()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Delay = (_, media) => media < 5 ? -media * 1000 : -5000;
        camera.RunTo(20);
        path.Begin(16_000, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        int before = path.All.Count;
        new Camera(path, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio) { StartMs = 16_000 }.RunTo(10);
        Assert.Equal(0, path.Counters.Discontinuities);
        Assert.Equal(250 + 469, path.All.Count - before);
        AssertSkew(path, 30);
    }

    [Fact]
    public void TrackThatReturnsAloneInItsLeadTakesTheOthersWithIt()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        new Camera(path, PathUnderTest.RtpVideo, null) { Delay = (_, media) => media < 5 ? -media * 1000 : -5000 }.RunTo(20);
        path.Begin(16_000, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        new Camera(path, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio) { StartMs = 16_000 }.RunTo(10);
        AssertSkew(path, 10);
    }

    [Fact]
    public void HoleInMediaThatIsAheadIsAGap()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Delay = (_, media) => media < 5 ? -media * 1000 : -5000;
        camera.IsLost = (_, media) => media is > 20 and < 23;
        camera.RunTo(60);
        Assert.Equal(2, path.Counters.Gaps);
        Assert.Equal(0, path.Counters.Discontinuities);
    }

    [Fact]
    public void NarrowUplinkIsNotTakenForASlowClockWhereUnitsSayHowLongTheyAre()
    {
        (PathUnderTest path, Camera camera) = Setup("rtmp");
        camera.Delay = (_, media) => media < 10 ? 0 : media < 22 ? (media - 10) * 250 : Math.Max(0, 3000 - ((media - 22) * 500));
        camera.RunTo(60);
        Assert.Equal(0, path.Counters[TimelineCause.ClockTooSlow] + path.Counters[TimelineCause.ClockTooFast]);
        Assert.Equal(0, path.Counters.Discontinuities);
        AssertSlewOnly(path);
    }

    [Fact]
    public void JumpBackAtAKeyPictureIsSeenThoughReorderingGoesFurther()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Stamp = (t, media, raw) => t == Video && media > 9.99 ? raw - 27_001 : raw;
        camera.RunTo(20);
        Assert.Equal(1, path.Counters[TimelineCause.JumpBack]);
        AssertOnly(path, TimelineCause.JumpBack);
        AssertSpacing(path.VideoUnits, 3600);
    }

    [Fact]
    public void SmallStepBackAmongPicturesIsRepairedAndDoesNotPassForReordering()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        camera.Stamp = (t, media, raw) => t == Video && media > 8.5 ? raw - 27_001 : raw;
        camera.RunTo(20);
        Assert.InRange(path.Counters[TimelineCause.DecodeOrderRepaired], 6, 9);
        AssertOnly(path, TimelineCause.DecodeOrderRepaired);
        Assert.Equal(0, path.VideoUnits.Last().Timing.PresentationOffset);
        Assert.Equal(500, path.VideoUnits.Count());
    }

    [Theory]
    [InlineData("rtp")]
    [InlineData("rtmp")]
    [InlineData("ts")]
    public void EveryFrameRateKeepsItsSpacing(string input)
    {
        (int, int)[] rates = [(12, 1), (15, 1), (24_000, 1001), (24, 1), (25, 1), (30_000, 1001), (30, 1), (50, 1), (60_000, 1001), (60, 1)];
        foreach ((int, int) rate in rates)
        {
            (PathUnderTest path, Camera camera) = Setup(input, rate: rate);
            camera.RunTo(120);
            long unit = input == "rtmp" ? 90 : 1;
            List<Placed> video = [.. path.VideoUnits];
            Assert.DoesNotContain(video, u => u.Presentation - video[0].Presentation != (u.Raw - video[0].Raw) * unit);
            AssertSpacing(path.AudioUnits, 1024);
            Assert.Equal(path.All.Count, path.Counters.Continued);
            AssertOnly(path);
        }
    }

    [Fact]
    public void JitterMovesNothing()
    {
        (PathUnderTest path, Camera camera) = Setup("rtp");
        var random = new Random(3);
        camera.Delay = (_, media) => media == 0 ? 0 : random.NextDouble() * 80;
        camera.RunTo(600);
        AssertSpacing(path.VideoUnits, 3600);
        AssertSpacing(path.AudioUnits, 1024);
        AssertOnly(path);
    }

    private static (PathUnderTest Path, Camera Camera) Setup(string input, (int, int)? rate = null, long start = 0, long[]? bases = null, int samples = 1024)
    {
        (InputTrack video, InputTrack audio) = input switch
        {
            "rtp" => (PathUnderTest.RtpVideo, PathUnderTest.RtpAudio),
            "rtmp" => (PathUnderTest.RtmpVideo, PathUnderTest.RtmpAudio),
            _ => (PathUnderTest.TsVideo, PathUnderTest.TsAudio),
        };
        PathUnderTest path = PathUnderTest.With(video, audio);
        long[] atStart = input == "rtp" ? [1_000_000, 5_000_000] : [1_000_000, 1_000_000];
        if (start > 0) atStart = [start * video.ClockRate, start * audio.ClockRate];
        return (path, new Camera(path, video, audio) { Rate = rate ?? (25, 1), Base = bases ?? atStart, StatesDecodeTimes = input != "rtp", SamplesInFrame = samples });
    }

    private static long Rate(string input, int track) => input == "rtmp" ? 1000 : input == "ts" || track == Video ? 90_000 : 48_000;

    private static void AssertSpacing(IEnumerable<Placed> units, long ticks)
    {
        long? last = null;
        foreach (Placed unit in units)
        {
            if (last is { } before) Assert.Equal(ticks, unit.Decode - before);
            last = unit.Decode;
        }
    }

    /// <summary>Both tracks jumped together: nothing is lost, each has one discontinuity, what follows is contiguous, and they keep their relation.</summary>
    private static void AssertBridged(PathUnderTest path, TimelineCause cause)
    {
        Assert.Equal(2, path.Counters[cause]);
        Assert.Equal(2, path.Counters.Discontinuities);
        Assert.Equal(1, path.Counters[TimelineCause.JumpShared]);
        AssertOnly(path, cause, TimelineCause.JumpShared);
        Assert.Equal(750, path.VideoUnits.Count());
        Assert.Equal(1407, path.AudioUnits.Count());
        Assert.Equal(2, path.All.Count(u => u.Timing.IsDiscontinuity));
        AssertSpacing(path.VideoUnits, 3600);
        Assert.All(path.All, u => Assert.InRange(u.LeadMs, -30, 30));
        AssertSkew(path, 1.5);
    }

    /// <summary>At each unit, sound is where the pictures are: by media time, which is arrival for units that were sent on time.</summary>
    private static void AssertSkew(PathUnderTest path, double mostMs)
    {
        double video = path.VideoUnits.Last().LeadMs;
        double audio = path.AudioUnits.Last().LeadMs;
        Assert.InRange(audio - video, -mostMs, mostMs);
    }

    /// <summary>Between any units of a track, output and input spacing differ by no more than the slew over the time that passed.</summary>
    private static void AssertSlewOnly(PathUnderTest path)
    {
        var last = new Placed?[2];
        foreach (Placed unit in path.All)
        {
            if (last[unit.Track] is { } before)
            {
                int rate = path.RateOf(unit.Track);
                long mask = (1L << path.WidthOf(unit.Track)) - 1;
                double raw = ((unit.Raw - before.Raw) & mask) * (double)unit.Rate / rate;
                double grid = rate == 1000 ? unit.Rate / 1000 : 0;
                double most = 2 + grid + (2 * unit.Rate / 1000.0 * (unit.Arrival - before.Arrival) / 1e9);
                double off = unit.Presentation - before.Presentation - raw;
                if (Math.Abs(off) > most) Assert.Fail($"{off} ticks off, at most {most}: {before}, then {unit}");
            }

            last[unit.Track] = unit;
        }
    }

    /// <summary>Nothing was counted but these, and slews.</summary>
    private static void AssertOnly(PathUnderTest path, params TimelineCause[] causes)
    {
        foreach (TimelineCause cause in Enum.GetValues<TimelineCause>())
        {
            if (!causes.Contains(cause)) Assert.True(path.Counters[cause] == 0, $"{cause}: {path.Counters[cause]}");
        }
    }
}
