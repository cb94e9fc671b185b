using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

/// <summary>Picture and sound that one clock stamps come out as far apart as they went in, however they come: as encoders of MPEG-TS send several frames of sound at a time, and receivers get what waited at once.</summary>
public sealed class SharedClockTests
{
    private const int Frame = 3_000;
    private const int SoundFrame = 1_920;

    [Theory]
    [InlineData(0)]
    [InlineData(-1_920)]
    [InlineData(-30_000)]
    [InlineData(45_000)]
    public void SoundThatComesLaterThanItsPictureIsInTimeWithIt(long soundStart)
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.TsVideo, PathUnderTest.TsAudio);
        SendPictures(path, 0, 900_000, 12);
        SendSound(path, 400, 900_000 + soundStart, 40);
        SendPictures(path, 400, 900_000 + (12 * Frame), 30);
        AssertTogether(path);
        int early = soundStart < 0 ? (int)((-soundStart + SoundFrame - 1) / SoundFrame) : 0;
        Assert.Equal(Enumerable.Repeat(TimelineCause.BeforeStart, early), path.Dropped);
    }

    [Fact]
    public void PictureFromBeforeTheSoundThatBeganIsKeptAndTheSoundMovesWithIt()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.TsVideo, PathUnderTest.TsAudio);
        SendSound(path, 0, 900_000, 3);
        SendPictures(path, 50, 900_000 - 27_000, 30);
        SendSound(path, 60, 900_000 + (3 * SoundFrame), 60);
        Assert.Empty(path.Dropped);
        AssertTogether(path, afterMs: 500);
    }

    [Fact]
    public void PublisherThatReturnsIsAsMuchTogether()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.TsVideo, PathUnderTest.TsAudio);
        SendPictures(path, 0, 900_000, 30);
        SendSound(path, 1_000, 900_000, 40);
        int before = path.All.Count;
        path.Begin(1_500, PathUnderTest.TsVideo, PathUnderTest.TsAudio);
        SendPictures(path, 1_500, 50_000_000, 12);
        SendSound(path, 1_900, 50_000_000 - 60_000, 80);
        AssertTogether(path, from: before);
        Assert.All(path.Dropped, cause => Assert.Equal(TimelineCause.BeforeStart, cause));
    }

    private static void SendPictures(PathUnderTest path, double atMs, long start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long time = start + (i * Frame);
            path.Send(PathUnderTest.Video, atMs + (i * 1000.0 / 30), time, Units.Picture(isKey: i == 0), time);
        }
    }

    private static void SendSound(PathUnderTest path, double atMs, long start, int count)
    {
        for (int i = 0; i < count; i++) path.Send(PathUnderTest.Audio, atMs, start + (i * SoundFrame), Units.Sound(48_000, 1_024));
    }

    /// <summary>Each frame of sound lies where its timestamp says beside the first picture's.</summary>
    private static void AssertTogether(PathUnderTest path, int from = 0, double afterMs = 0)
    {
        Placed[] placed = [.. path.All.Skip(from).Where(unit => unit.DecodeMs >= afterMs)];
        Placed picture = placed.First(unit => unit.Track == PathUnderTest.Video);
        Placed[] sound = [.. placed.Where(unit => unit.Track == PathUnderTest.Audio)];
        Assert.NotEmpty(sound);
        Assert.All(sound, unit => Assert.Equal((unit.Raw - picture.Raw) / 90.0, unit.PresentationMs - picture.PresentationMs, 5.0));
    }
}
