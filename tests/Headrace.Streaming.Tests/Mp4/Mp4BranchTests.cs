using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Mp4;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Tests.Mp4;

public sealed class Mp4BranchTests : StreamTest
{
    private MonotonicTime Now => MonotonicTime.Now(Time);

    [Fact]
    public void PicturesAndTheirSoundAreFragmentsWithTheTimesOfTheStream()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        using Mp4Listener listener = new(Stream(), Now);
        for (int i = 0; i < 90; i++)
        {
            publisher.Run(1);
            listener.Read(Now);
        }

        Assert.Equal([true, false], listener.Init.Tracks.Select(track => track.IsVideo));

        // The last picture waits for the one that says how long it lasts.
        Assert.Equal(119, listener.Of(0).Count());
        Assert.All(listener.Of(0).Zip(listener.Of(0).Skip(1)), pair => Assert.Equal(3000, pair.Second.DecodeTime - pair.First.DecodeTime));
        Assert.InRange(listener.Of(1).Count(), 4 * 47 - 6, 4 * 47);
        Assert.All(listener.Of(1).Zip(listener.Of(1).Skip(1)), pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
        Assert.Equal(119, listener.Groups);
    }

    [Fact]
    public void SoundAloneGoesInFragmentsOfATenthOfASecond()
    {
        VirtualPublisher publisher = Publisher(hasVideo: false);
        publisher.RunAudio(TimeSpan.FromSeconds(1));
        using Mp4Listener listener = new(Stream(), Now);
        for (int i = 0; i < 100; i++)
        {
            publisher.RunAudio(TimeSpan.FromMilliseconds(100));
            listener.Read(Now);
        }

        // Frames of 21.3 ms: five or six in each.
        Assert.InRange(listener.Samples.Count / (double)listener.Groups, 4.5, 6);
        Assert.All(listener.Samples.Zip(listener.Samples.Skip(1)), pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
    }

    [Fact]
    public void PublisherThatIsAwayLeavesNothingBehindThatWaits()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using Mp4Listener listener = new(Stream(), Now);
        publisher.Run(5);
        listener.Read(Now);
        Assert.Equal(34, listener.Samples.Count);
        publisher.End();
        listener.Read(Now);
        Assert.Equal(35, listener.Samples.Count);
    }

    [Fact]
    public void AnotherFormatEndsTheFileAndWhoComesThenGetsOneOfItsOwn()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using Mp4Listener before = new(Stream(), Now);
        (publisher.Format, publisher.Sets) = TestFormats.Large;
        publisher.Run(30);
        before.Read(Now);
        Assert.True(before.Branch.IsEnded);
        Assert.NotNull(before.End);
        Assert.NotEqual(SessionEndReason.TooSlow, before.End);
        publisher.Run(2);
        using Mp4Listener after = new(Stream(), Now);
        publisher.Run(5);
        after.Read(Now);
        Assert.NotSame(before.Branch, after.Branch);
        Assert.False(after.Branch.IsEnded);
        Assert.Equal((1280, 1920), (Assert.Single(before.Init.Tracks).Width, Assert.Single(after.Init.Tracks).Width));
        Assert.NotEmpty(after.Samples);
    }

    [Fact]
    public void ParameterSetsThatComeLaterStandInThePicture()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using Mp4Listener listener = new(Stream(), Now);
        publisher.Sets = publisher.Sets.With(ParameterSetKind.Pps, 1, [0x68, 0x5B, 0xE3, 0xCB, 0x20]);
        publisher.Run(3);
        listener.Read(Now);
        Assert.False(listener.Branch.IsEnded);
        Assert.Equal([400, 400 + 4 + 5, 400], listener.Samples.Skip(29).Select(sample => sample.Size));
    }

    [Fact]
    public void WhoJoinsAtAnOpenPointGetsTheSoundButNotTheLeadingPictures()
    {
        VirtualPublisher publisher = Publisher();
        publisher.ReorderDepth = 2;
        PublishOpenGops(publisher, 52, null);
        using Mp4Listener listener = new(Stream(), Now);
        PublishOpenGops(publisher, 50, listener);
        long[] shown = [.. listener.Of(0).Select(sample => sample.PresentationTime)];
        Assert.Equal(shown[0], shown.Min());
        long[] ordered = [.. shown.Order().Take(shown.Length - 2)];
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 3500, 3700));
        Assert.All(listener.Of(1).Zip(listener.Of(1).Skip(1)), pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
    }

    [Fact]
    public void OvertakenReaderGoesOnAtAKeyFrame()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using Mp4Listener listener = new(Stream(), Now);
        listener.Read(Now);
        publisher.Run(200);
        listener.Read(Now);
        Assert.Equal((1, 1), (listener.Skips, listener.Told.Count));
        long[] times = [.. listener.Samples.Select(sample => sample.DecodeTime)];
        int hole = Array.FindIndex(times, 1, time => time - times[Array.IndexOf(times, time) - 1] != 3000);
        Assert.Equal(0, (times[hole] - times[0]) / 3000 % 30);
    }

    [Fact]
    public void UnitOfATrackThatTheFileDoesNotHaveIsLeftOut()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using Mp4Listener listener = new(Stream(), Now);
        listener.Read(Now);
        Offer(listener.Branch, new Track(7, VirtualPublisher.Audio, ParameterSets.Empty));
        publisher.Run(2);
        listener.Read(Now);
        Assert.Equal([1u], listener.Samples.Select(sample => sample.TrackId).Distinct());
        Assert.Equal((31, TimeSpan.Zero), (listener.Samples.Count, listener.Lag));
    }

    [Fact]
    public void UnitOfAnotherFormatThanTheFilesEndsIt()
    {
        Publisher(hasAudio: false).Run(30);
        using Mp4Listener listener = new(Stream(), Now);
        Offer(listener.Branch, Stream().Tracks[0] with { Format = TestFormats.Large.Format });
        Assert.True(listener.Branch.IsEnded);
        long head = listener.Branch.Ring.Head;
        Offer(listener.Branch, Stream().Tracks[0]);
        Assert.Equal(head, listener.Branch.Ring.Head);
    }

    private void Offer(Mp4Branch branch, Track track)
    {
        AccessUnit unit = new()
        {
            Track = track, Sequence = 0, DecodeTime = 0, PresentationOffset = 0, PathTime = 0, Arrival = Now, RandomAccess = RandomAccess.Idr, IsJoinPoint = true, Payload = Pool.Copy([0, 0, 0, 1, 0x65]),
        };
        branch.OnUnit(unit);
        unit.Release();
    }

    /// <summary>Groups of 25 pictures at 25 a second that begin with an open point and two leading pictures.</summary>
    private void PublishOpenGops(VirtualPublisher publisher, int frames, Mp4Listener? listener)
    {
        for (int i = 0; i < frames; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(40));
            publisher.RunAudio(TimeSpan.Zero);
            long inGop = publisher.Frames % 25;
            long shown = publisher.Frames + (inGop == 0 ? 2 : inGop <= 2 ? -1 : 0);
            publisher.PublishVideo((shown + 2) * 3600, inGop == 0 ? RandomAccess.OpenGop : RandomAccess.None, isLeading: inGop is 1 or 2);
            listener?.Read(Now);
        }
    }
}
