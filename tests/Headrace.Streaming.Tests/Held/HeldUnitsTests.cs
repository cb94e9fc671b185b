using Headrace.Media.Tracks;
using Headrace.Streaming.Held;

namespace Headrace.Streaming.Tests.Held;

public sealed class HeldUnitsTests : StreamTest
{
    [Theory]
    [InlineData(0, 30)]
    [InlineData(0.9, 30)]
    [InlineData(1.5, 60)]
    [InlineData(50, 90)]
    public void EndOfAStreamBeginsAtAKeyFrameThatIsOldEnough(double seconds, int pictures)
    {
        Publisher(hasAudio: false).Run(120);
        using HeldUnits held = HeldUnits.Take(Stream(), TimeSpan.FromSeconds(seconds));
        Assert.True(held.Units[0].IsJoinPoint);
        Assert.Equal(pictures, held.Units.Count);
        Assert.Equal(Stream().Ring.Head - 1, held.Units[^1].Sequence);
    }

    [Fact]
    public void FormatsDoNotChangeInIt()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        (publisher.Format, publisher.Sets) = (TestFormats.Large.Format, TestFormats.Large.Sets);
        publisher.Run(40);
        using HeldUnits held = HeldUnits.Take(Stream(), TimeSpan.FromMinutes(1));
        Assert.All(held.Units.Where(unit => unit.Track.Kind == MediaKind.Video), unit => Assert.Equal(TestFormats.Large.Format, unit.Track.Format));
        Assert.Equal(40, held.Units.Count(unit => unit.Track.Kind == MediaKind.Video));
        Assert.Equal([0, 1], held.Tracks.Select(track => track.Id));
        held.KeepTrack(1);
        Assert.All(held.Units, unit => Assert.Equal(MediaKind.Audio, unit.Track.Kind));
    }

    [Fact]
    public void UnitsStayWhenTheStreamForgetsThem()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using HeldUnits held = HeldUnits.Take(Stream(), TimeSpan.FromSeconds(1));
        publisher.Run(300);
        Assert.True(Stream().Ring.Tail > held.Units[^1].Sequence);
        Assert.All(held.Units, unit => Assert.Equal(400, unit.Payload.Span.Length));
    }

    [Fact]
    public void KeyFrameIsTheNewestOne()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(95);
        using HeldUnits held = HeldUnits.TakeKeyFrame(Stream());
        AccessUnit key = Assert.Single(held.Units);
        Assert.Equal(PictureKind.I, key.Picture);
        Assert.Equal(90, System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(key.Payload.Span[5..]));
    }

    [Fact]
    public void PictureWhereARefreshBeginsIsTakenOnlyWhereThereIsNoOther()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PublishVideo(0, RandomAccess.Recovery(5));
        using (HeldUnits held = HeldUnits.TakeKeyFrame(Stream())) Assert.Equal(0, Assert.Single(held.Units).Sequence);
        publisher.PublishVideo(3000, RandomAccess.Idr);
        publisher.PublishVideo(6000, RandomAccess.Recovery(5));
        using (HeldUnits held = HeldUnits.TakeKeyFrame(Stream())) Assert.Equal(1, Assert.Single(held.Units).Sequence);
    }

    [Fact]
    public void SoundAloneHasNoKeyFrame()
    {
        Publisher(hasVideo: false).RunAudio(TimeSpan.FromSeconds(3));
        using (HeldUnits held = HeldUnits.TakeKeyFrame(Stream())) Assert.Empty(held.Units);
        using (HeldUnits held = HeldUnits.Take(Stream(), TimeSpan.FromSeconds(1))) Assert.NotEmpty(held.Units);
    }
}
