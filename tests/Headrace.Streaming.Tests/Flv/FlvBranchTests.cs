using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Muxing;
using Headrace.Containers.Flv.Reading;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Flv;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Tests.Flv;

public sealed class FlvBranchTests : StreamTest
{
    private MonotonicTime Now => MonotonicTime.Now(Time);

    [Fact]
    public void ViewerBeginsWithMetadataAndConfigurationsAndGetsEveryUnit()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(31);
        using FlvListener listener = Listen();
        Play(publisher, 100, listener);
        Assert.Equal([FlvPacketKind.Metadata, FlvPacketKind.SequenceStart, FlvPacketKind.SequenceStart, FlvPacketKind.Frames], listener.Tags.Take(4).Select(tag => tag.Packet));
        Assert.Equal(3, listener.Tags.Count(tag => tag.Packet != FlvPacketKind.Frames));
        FlvListener.Tag[] pictures = [.. listener.Frames(FlvTagType.Video)];
        Assert.True(pictures[0].IsKey);
        Assert.InRange(pictures.Length, 100, 131);
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.InRange(pair.Second.Time - pair.First.Time, 33u, 40u));
        FlvListener.Tag[] sound = [.. listener.Frames(FlvTagType.Audio)];
        Assert.All(sound.Zip(sound.Skip(1)), pair => Assert.InRange(pair.Second.Time - pair.First.Time, 21u, 22u));
    }

    [Fact]
    public void ViewersShareAllBytesBehindTheirEntry()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(31);
        using FlvListener early = Listen();
        Play(publisher, 40, early);
        using FlvListener late = Listen();
        Play(publisher, 29, early, late);
        string shared = Convert.ToHexString([.. late.Bytes]);
        Assert.EndsWith(shared[^(shared.Length / 2)..], Convert.ToHexString([.. early.Bytes]), StringComparison.Ordinal);
        Assert.Equal(3, late.Tags.Count(tag => tag.Packet != FlvPacketKind.Frames));
    }

    [Fact]
    public void OvertakenViewerGoesOnAtAKeyFrameWithItsConfigurationAndNoMetadata()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        using FlvListener listener = Listen();
        Play(publisher, 60, listener);
        int before = listener.Tags.Count;
        publisher.Run(200);
        Play(publisher, 60, listener);
        Assert.Equal(1, Assert.Single(listener.Told).Skips);
        FlvListener.Tag[] after = [.. listener.Tags.Skip(before).SkipWhile(tag => tag.Packet == FlvPacketKind.Frames)];
        Assert.Equal([FlvPacketKind.SequenceStart, FlvPacketKind.SequenceStart, FlvPacketKind.Frames], after.Take(3).Select(tag => tag.Packet));
        Assert.True(after.First(tag => tag is { Type: FlvTagType.Video, Packet: FlvPacketKind.Frames }).IsKey);
        Assert.Single(listener.Tags, tag => tag.Packet == FlvPacketKind.Metadata);
    }

    [Fact]
    public void WhoJoinsAtAnOpenPointGetsNoLeadingPictures()
    {
        VirtualPublisher publisher = Publisher(hasAudio: true);
        publisher.ReorderDepth = 2;
        PublishOpenGops(publisher, 2, null);
        using FlvListener listener = Listen();
        PublishOpenGops(publisher, 2, listener);
        long[] times = [.. listener.Frames(FlvTagType.Video).Select(tag => tag.Presentation)];
        Assert.Equal(times[0], times.Min());
        Assert.Equal(times.Length, (times.Max() - times[0]) / 40 + 1);
        uint[] sound = [.. listener.Frames(FlvTagType.Audio).Select(tag => tag.Time)];
        Assert.Equal(sound.Length, sound.Distinct().Count());
    }

    [Fact]
    public void AnotherPublisherWithOtherPicturesIsAnotherConfiguration()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(31);
        using FlvListener listener = Listen();
        Play(publisher, 60, listener);
        publisher.End();
        Pass(TimeSpan.FromSeconds(4));
        VirtualPublisher next = Publisher(start: 77_000_000);
        (next.Format, next.Sets) = TestFormats.Large;
        Play(next, 90, listener);
        Assert.Null(listener.End);
        Assert.InRange(listener.Frames(FlvTagType.Video).Count(), 149, 151);
        int again = listener.Tags.FindLastIndex(tag => tag is { Type: FlvTagType.Video, Packet: FlvPacketKind.SequenceStart });
        Assert.InRange(again, 60, listener.Tags.Count);
        Assert.True(listener.Tags[again + 1] is { Type: FlvTagType.Video, IsKey: true });
        uint[] times = [.. listener.Frames(FlvTagType.Video).Select(tag => tag.Time)];
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void BranchLingersAndViewersOfAStreamThatEndsSeeTheEnd()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(40);
        FlvListener first = Listen();
        first.Dispose();
        Pass(TimeSpan.FromSeconds(12));
        Assert.Equal(0, Stream().Branches.Count);
        using FlvListener second = Listen();
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        second.Read(Now);
        Assert.Equal(SessionEndReason.PublisherGone, second.End);
    }

    [Fact]
    public void WhatCannotBeCarriedIsNamed()
    {
        Track sound = new(0, MpegAudioFormat.Of(2, 48_000, 2)!, ParameterSets.Empty);
        Assert.StartsWith("FLV does not carry MPEG layer II here: there is no name for it; MPEG layer II goes out over RTSP", OutputForm.Flv.WhyNothing([sound]), StringComparison.Ordinal);
        Assert.Null(OutputForm.Flv.WhyNothing([new Track(0, VirtualPublisher.Audio, ParameterSets.Empty), sound]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void FramesAllocateTheSameForAnyNumberOfViewers(int viewers)
    {
        const int Frames = 400;
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PayloadBytes = 20_000;
        publisher.Run(31);
        using BranchLease<FlvBranch> lease = FlvBranch.Acquire(Stream(), FlvFraming.RtmpChunks);
        RingReader<FlvGroup>[] all = [.. Enumerable.Range(0, viewers).Select(_ => new RingReader<FlvGroup>(lease.Branch.Ring, TimeSpan.FromSeconds(2), 0))];
        foreach (RingReader<FlvGroup> reader in all) reader.Begin(false, 0);
        Measure(300);
        Assert.InRange(Enumerable.Range(0, 8).Min(_ => Measure(Frames)) / Frames, 0, 350);

        long Measure(int frames)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < frames; i++)
            {
                publisher.Run(1);
                foreach (RingReader<FlvGroup> reader in all)
                {
                    while (reader.TryRead(0) is { } group) group.Release();
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private FlvListener Listen() => new(Stream(), Now);

    private void Play(VirtualPublisher publisher, int frames, params FlvListener[] listeners)
    {
        for (int i = 0; i < frames; i++)
        {
            publisher.Run(1);
            foreach (FlvListener listener in listeners) listener.Read(Now);
        }
    }

    /// <summary>Groups of 25 pictures at 25 a second that begin with an open point and two leading pictures.</summary>
    private void PublishOpenGops(VirtualPublisher publisher, int count, FlvListener? listener)
    {
        for (int i = 0; i < count * 25; i++)
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
