using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

/// <summary>Where an input's media stands against arrival after its first seconds, it is held: spacing stays exact, and nothing runs away.</summary>
public sealed class StanceTests
{
    private const int Video = PathUnderTest.Video;
    private const int Audio = PathUnderTest.Audio;

    /// <summary>A sender's handshake delays its first units, which then come in a burst: all later media is ahead of where its first unit put it.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    public void StartBurstIsNotSlewedAway(double lateMs)
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (_, media) => Math.Max(0, lateMs - (media * 1000));
        camera.RunTo(300);
        Assert.DoesNotContain(path.VideoUnits.Zip(path.VideoUnits.Skip(1)), pair => pair.Second.Decode - pair.First.Decode != 3600);
        Assert.DoesNotContain(path.AudioUnits.Zip(path.AudioUnits.Skip(1)), pair => pair.Second.Decode - pair.First.Decode != 1024);
        Assert.Equal(0, path.Counters.Slewed);
        Assert.Equal(lateMs, path.LastLeadMs(Video), 1.0);
    }

    [Fact]
    public void UtcTakesUpWhatTheStartWasLate()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (_, media) => Math.Max(0, 300 - (media * 1000));
        camera.RunTo(600);
        Placed last = path.VideoUnits.Last();
        DateTime arrived = PathUnderTest.Utc.AddMilliseconds(last.Arrival / 1e6);
        Assert.Equal(0, (path.Timeline.ClockMapping.ToUtc(last.Decode, last.Rate) - arrived).TotalMilliseconds, 3.0);
    }

    [Fact]
    public void WhatIsBeyondASecondIsSlewedAway()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (_, media) => Math.Max(0, 1500 - (media * 1000));
        camera.RunTo(900);
        Assert.InRange(path.LastLeadMs(Video), 975, 1025);
    }

    [Fact]
    [Trait("Pain", "2")]
    public void DriftIsSlewedBackToTheStance()
    {
        (PathUnderTest path, Camera camera) = Setup();
        camera.Delay = (_, media) => Math.Max(0, 300 - (media * 1000)) + (media * 0.2);
        camera.RunTo(1800);
        Assert.InRange(path.LastLeadMs(Video), 270, 330);
        Assert.InRange(path.LastLeadMs(Audio), 250, 350);
        Assert.Equal(0, path.Counters.Discontinuities);
    }

    private static (PathUnderTest Path, Camera Camera) Setup()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        return (path, new Camera(path, PathUnderTest.RtpVideo, PathUnderTest.RtpAudio));
    }
}
