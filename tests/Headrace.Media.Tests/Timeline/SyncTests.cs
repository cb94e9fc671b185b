using System.Collections.Immutable;
using Headrace.Media.Timeline;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Timeline;

/// <summary>How sound and picture stand to each other, what is said of it, and what a manual offset does.</summary>
public sealed class SyncTests
{
    private const int Video = PathUnderTest.Video;
    private const int Audio = PathUnderTest.Audio;

    [Theory]
    [Trait("Pain", "3")]
    [InlineData(200, true)]
    [InlineData(-200, false)]
    public void TenHoursOfClocksThatDriftStayWithinFortyMilliseconds(double ppm, bool hasReports)
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        Camera camera = new(path, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio) { Rate = (10, 1), SamplesInFrame = 2048, MostEarly = 10 };
        Random random = new(5);
        // The sound's clock runs by so much faster than the server's, the picture's by a quarter as much slower; 3 ms of jitter.
        double Early(int track, double media) => media * ppm / 1000 * (track == Audio ? 1 : -0.25);
        camera.Delay = (track, media) => 20 + (random.NextDouble() * 3) - Early(track, media);
        double worst = 0;
        for (int s = 10; s <= 36_000; s += 10)
        {
            camera.RunTo(s);
            if (hasReports)
            {
                camera.Report(Audio, s, clockErrorMs: -Early(Audio, s), atMs: s * 1000);
                camera.Report(Video, s, clockErrorMs: -Early(Video, s), atMs: s * 1000);
            }

            Placed video = path.VideoUnits.Last();
            Placed audio = path.AudioUnits.Last();
            double skew = Late(video) - Late(audio);
            if (s > 60) worst = Math.Max(worst, Math.Abs(skew));
            path.All.RemoveRange(0, path.All.Count - 200);
        }

        // How much later than it was taken a unit is presented.
        double Late(Placed unit) => unit.PresentationMs - (MediaSeconds(path, unit) * 1000) + Early(unit.Track, MediaSeconds(path, unit));
        Assert.InRange(worst, 0, 40);
        Assert.Equal(0, path.Counters.Discontinuities);
        Assert.Equal(0, path.Counters.Dropped);
        ImmutableArray<TrackSync> tracks = path.Sync(36_000_000);
        Assert.Equal(ppm, tracks[Audio].Drift!.Value.Mean, 5.0);
        Assert.Equal(-ppm / 4, tracks[Video].Drift!.Value.Mean, 5.0);
        Assert.All(tracks, track => Assert.True(track.State is SyncState.Synced or SyncState.Drifting, track.ToString()));
    }

    [Fact]
    public void TooLittleIsUnknown()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.RunTo(1);
        Assert.All(path.Sync(1000), track => Assert.Equal(SyncState.Unknown, track.State));
        Assert.All(path.Sync(1000), track => Assert.Null(track.Skew));
        camera.RunTo(60);
        Assert.All(path.Sync(60_000), track => Assert.Equal(SyncState.Synced, track.State));
        Assert.Equal([MediaKind.Video, MediaKind.Audio], path.Sync(60_000).Select(track => track.Kind));
    }

    [Fact]
    public void BeyondTheThresholdIsCorrecting()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (track, _) => track == Audio ? 300 : 0;
        camera.RunTo(20);
        camera.Report(Video, 20);
        camera.Report(Audio, 20, atMs: 20_000);
        camera.RunTo(21);
        TrackSync sound = path.Sync(21_000)[Audio];
        Assert.Equal(SyncState.Correcting, sound.State);
        Assert.True(sound.IsRelated);
        Assert.Equal(300, sound.Skew!.Value / 1e6, 10.0);
        camera.RunTo(40);
        Assert.InRange(path.Sync(40_000)[Audio].Skew!.Value / 1e6, 195, 215);
        camera.RunTo(200);
        Assert.Equal(SyncState.Synced, path.Sync(200_000)[Audio].State);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(-250)]
    public void SmallOffsetIsSlewed(double offsetMs)
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.RunTo(20);
        path.Timeline.SoundOffset = (long)(offsetMs * 1e6);
        camera.RunTo(22);
        Assert.Equal(SyncState.Correcting, path.Sync(22_000)[Audio].State);
        camera.RunTo(300);
        Assert.Equal(-offsetMs, Skew(path), 8.0);
        Assert.Equal(SyncState.Synced, path.Sync(300_000)[Audio].State);
        Assert.Equal((long)(offsetMs * 1e6), path.Sync(300_000)[Audio].Offset);
        Assert.Equal(0, path.Counters.Discontinuities + path.Counters.Dropped + path.Counters.Gaps);
        Assert.DoesNotContain(path.AudioUnits.Zip(path.AudioUnits.Skip(1)), p => p.Second.Decode - p.First.Decode is < 1012 or > 1036);
        Assert.DoesNotContain(path.VideoUnits.Zip(path.VideoUnits.Skip(1)), p => p.Second.Decode - p.First.Decode != 3600);
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(-1500)]
    public void GreatOffsetIsTakenAtOnce(double offsetMs)
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.RunTo(20);
        path.Timeline.SoundOffset = (long)(offsetMs * 1e6);
        camera.RunTo(24);
        Assert.Equal(-offsetMs, Skew(path), 12.0);
        TrackSync sound = path.Sync(24_000)[Audio];
        Assert.Equal(offsetMs > 0 ? 70 : 0, sound.FramesRepeated, 1.0);
        Assert.Equal(offsetMs < 0 ? 70 : 0, sound.FramesDropped, 1.0);
        Assert.Equal(0, path.Counters.Discontinuities + path.Counters.Gaps);
        path.Timeline.SoundOffset = 0;
        camera.RunTo(60);
        Assert.Equal(0, Skew(path), 12.0);
    }

    [Fact]
    public void OffsetOutlivesThePublisherAndItsJumps()
    {
        PathUnderTest path = new();
        path.Timeline.SoundOffset = 200_000_000;
        path.Begin(0, PathUnderTest.RtmpVideo, PathUnderTest.RtmpAudio);
        Camera camera = new(path, PathUnderTest.RtmpVideo, PathUnderTest.RtmpAudio) { StatesDecodeTimes = true };
        camera.RunTo(20);
        Assert.Equal(-200, Skew(path), 10.0);
        camera.Stamp = (_, _, raw) => raw + 3_600_000;
        camera.RunTo(40);
        Assert.Equal(-200, Skew(path), 10.0);
        path.Begin(45_000, PathUnderTest.RtmpVideo, PathUnderTest.RtmpAudio);
        camera = new(path, PathUnderTest.RtmpVideo, PathUnderTest.RtmpAudio) { StatesDecodeTimes = true, StartMs = 45_000 };
        camera.RunTo(20);
        Assert.Equal(-200, Skew(path), 10.0);
    }

    [Fact]
    public void OffsetIsBounded()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        path.Timeline.SoundOffset = long.MaxValue;
        Assert.Equal(TimelineLimits.MaxSoundOffset, path.Timeline.SoundOffset);
    }

    /// <summary>How much later than it was taken with the sound the picture is presented, in milliseconds.</summary>
    private static double Skew(PathUnderTest path)
    {
        Placed video = path.VideoUnits.Last();
        Placed audio = path.AudioUnits.Last();
        return video.PresentationMs - (MediaSeconds(path, video) * 1000) - (audio.PresentationMs - (MediaSeconds(path, audio) * 1000));
    }

    private static double MediaSeconds(PathUnderTest path, Placed unit) => (double)(unit.Raw - (unit.Track == Video ? 1_000_000 : 5_000_000)) / path.RateOf(unit.Track);

    private static (PathUnderTest Path, Camera Camera) Setup()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        return (path, new Camera(path, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio));
    }
}
