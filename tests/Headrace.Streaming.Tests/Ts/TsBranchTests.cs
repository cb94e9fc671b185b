using System.Collections.Immutable;
using Headrace.Containers.MpegTs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Ts;
using Headrace.Transport.Udp;

namespace Headrace.Streaming.Tests.Ts;

public sealed class TsBranchTests : StreamTest
{
    private const int Video = 0x100;
    private const int Audio = 0x101;

    private MonotonicTime Now => MonotonicTime.Now(Time);

    [Theory]
    [InlineData(25, true)]
    [InlineData(30_000 / 1001.0, true)]
    [InlineData(5, true)]
    [InlineData(60, false)]
    public void MinutesOfAStreamKeepEveryRule(double framesPerSecond, bool hasAudio)
    {
        VirtualPublisher publisher = Publisher(hasAudio: hasAudio);
        int gop = (int)Math.Round(framesPerSecond * 2);
        publisher.Run(gop + 2, framesPerSecond, gop);
        using TsListener listener = Listen();
        int frames = (int)(framesPerSecond * 180);
        for (int i = 0; i < frames; i++)
        {
            publisher.Run(1, framesPerSecond, gop);
            listener.Read(Now);
        }

        listener.Complete();
        Assert.Empty(listener.Checker.Findings);
        Assert.Equal(frames + 2, listener.Units.Count(unit => unit.Pid == Video));
        if (hasAudio) Assert.InRange(listener.Units.Count(unit => unit.Pid == Audio), 180 * 48_000 / 1024 - 20, 180 * 48_000 / 1024 + 20);
    }

    [Fact]
    public void UnitsOfItsTracksThatItHasNoPlaceForAreCountedOverAllBranches()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        using (TsListener listener = Listen())
        {
            publisher.Run(5);
            Assert.Equal(default, TsBranch.FiguresOf(Stream()));

            // More than ADTS can say of a frame.
            publisher.SoundBytes = 8_185;
            publisher.Run(5);
        }

        TsFigures counted = TsBranch.FiguresOf(Stream());
        Assert.True(counted is { LateUnits: 0, RefusedUnits: > 1 }, counted.ToString());
        publisher.SoundBytes = 100;
        using TsListener next = Listen();
        publisher.Run(5);
        Assert.Equal(counted, TsBranch.FiguresOf(Stream()));
    }

    [Fact]
    public void ReadersShareAllBytesBehindTheirOwnEntry()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(31);
        using TsListener early = Listen();
        Play(publisher, 40, early);
        using TsListener late = Listen();
        Play(publisher, 29, early, late);
        int entry = 4 * TsPacket.Size;
        Assert.EndsWith(Convert.ToHexString([.. late.Bytes.Skip(entry)]), Convert.ToHexString([.. early.Bytes]), StringComparison.Ordinal);
        Assert.True(late.Bytes.Count < early.Bytes.Count);
        Assert.Empty(late.Checker.Findings);
    }

    [Fact]
    public void SoundWaitsForThePictureSoThatAReaderCostsOneSendAFrame()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        using TsListener listener = Listen();
        Play(publisher, 300, listener);
        Assert.InRange(listener.Groups, 300, 345);
    }

    [Fact]
    public void OvertakenReaderGoesOnAtAKeyFrameWithEveryCounterAnnounced()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        using TsListener listener = Listen();
        Play(publisher, 60, listener);
        int before = listener.Units.Count;
        publisher.Run(200);
        Play(publisher, 60, listener);
        listener.Complete();
        Assert.Equal(1, listener.Skips);
        Assert.Equal(1, Assert.Single(listener.Told).Skips);
        Assert.Empty(listener.Checker.Findings);
        Assert.True(listener.Units.Skip(before).First(unit => unit.Pid == Video).IsPoint);
    }

    [Fact]
    public void WhoJoinsAtAnOpenPointGetsNoLeadingPictures()
    {
        VirtualPublisher publisher = Publisher(hasAudio: true);
        publisher.ReorderDepth = 2;
        PublishOpenGops(publisher, 2, null, null);
        using TsListener first = Listen();
        PublishOpenGops(publisher, 1, first, null);
        using TsListener late = Listen();
        PublishOpenGops(publisher, 2, first, late);
        first.Complete();
        late.Complete();
        Assert.Empty(first.Checker.Findings);
        Assert.Empty(late.Checker.Findings);

        // Each of them lacks the two pictures before the point at which he joined, and no other.
        foreach (TsListener listener in new[] { first, late })
        {
            long[] times = [.. listener.Units.Where(unit => unit.Pid == Video).Select(unit => unit.Time)];
            Assert.Equal(times[0], times.Min());
            Assert.Equal(times.Length, (times.Max() - times[0]) / 3600 + 1);
        }

        Assert.Equal(first.Units.Count(unit => unit.Pid == Audio), first.Units.Where(unit => unit.Pid == Audio).Distinct().Count());
    }

    [Fact]
    public void AnotherPublisherWithOtherPicturesKeepsEveryRule()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(31);
        using TsListener listener = Listen();
        Play(publisher, 60, listener);
        publisher.End();
        Pass(TimeSpan.FromSeconds(4));
        VirtualPublisher next = Publisher(start: 77_000_000);
        (next.Format, next.Sets) = TestFormats.Large;
        Play(next, 90, listener);
        listener.Complete();
        Assert.Empty(listener.Checker.Findings);
        Assert.InRange(listener.Units.Count(unit => unit.Pid == Video), 149, 151);
    }

    [Fact]
    public void SoundAloneIsAStream()
    {
        VirtualPublisher publisher = Publisher(hasVideo: false);
        publisher.RunAudio(TimeSpan.FromSeconds(2));
        using TsListener listener = Listen();
        for (int i = 0; i < 100; i++)
        {
            publisher.RunAudio(TimeSpan.FromMilliseconds(200));
            listener.Read(Now);
        }

        listener.Complete();
        Assert.Empty(listener.Checker.Findings);
        Assert.InRange(listener.Units.Count, 930, 1010);
    }

    [Fact]
    public void WhatCannotBeCarriedIsNamed()
    {
        Track sound = new(0, G711Format.Of(G711Codec.ALaw), ParameterSets.Empty);
        Assert.StartsWith("MPEG-TS does not carry G.711 A-law here: there is no stream type for it; G.711 A-law goes out over RTSP", OutputForm.MpegTs.WhyNothing([sound]), StringComparison.Ordinal);
        Assert.Equal("it has no track", OutputForm.MpegTs.WhyNothing([]));
        Assert.Null(OutputForm.MpegTs.WhyNothing([new Track(0, VirtualPublisher.Audio, ParameterSets.Empty), sound]));
    }

    [Fact]
    public void BranchLingersAndReadersOfAStreamThatEndsSeeTheEnd()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(40);
        TsListener first = Listen();
        first.Dispose();
        Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(1, Stream().Branches.Count);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(0, Stream().Branches.Count);
        using TsListener second = Listen();
        LiveStream stream = Stream();
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        second.Read(Now);
        Assert.Equal(SessionEndReason.PublisherGone, second.End);
        Assert.Equal(0, stream.Branches.Count);
    }

    [Fact]
    public void DatagramsHaveSevenPacketsAndGoOnWhereABatchWasFull()
    {
        byte[] packets = [.. Enumerable.Range(0, TsPacket.Size * 9).Select(i => (byte)i)];
        TsPacketGroup group = new(Pool.Copy(packets), 0, false, 0, default, true, default);
        UdpSendBatch batch = new();
        Assert.Equal(packets.Length, group.Fill(batch, 0));
        Assert.Equal(2, batch.Count);
        while (batch.Count < UdpSendBatch.MaxPackets - 1) Assert.True(batch.TryAdd([1], 0));
        Assert.Equal(TsPacketGroup.DatagramBytes, group.Fill(batch, 0));
        Assert.Equal(TsPacketGroup.DatagramBytes, group.Fill(batch, TsPacketGroup.DatagramBytes));
        batch.Clear();
        Assert.Equal(packets.Length, group.Fill(batch, TsPacketGroup.DatagramBytes));
        Assert.Equal(1, batch.Count);
        group.Release();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void FramesAllocateTheSameForAnyNumberOfReaders(int readers)
    {
        const int Frames = 400;
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PayloadBytes = 20_000;
        publisher.Run(31);
        using BranchLease<TsBranch> lease = TsBranch.Acquire(Stream());
        RingReader<TsPacketGroup>[] all = [.. Enumerable.Range(0, readers).Select(_ => new RingReader<TsPacketGroup>(lease.Branch.Ring, TimeSpan.FromSeconds(2), 0))];
        foreach (RingReader<TsPacketGroup> reader in all) reader.Begin(false, 0);
        Measure(300);
        Assert.InRange(Enumerable.Range(0, 8).Min(_ => Measure(Frames)) / Frames, 0, 350);

        long Measure(int frames)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < frames; i++)
            {
                publisher.Run(1);
                foreach (RingReader<TsPacketGroup> reader in all)
                {
                    while (reader.TryRead(0) is { } group) group.Release();
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private TsListener Listen() => new(Stream(), Now);

    private void Play(VirtualPublisher publisher, int frames, params TsListener[] listeners)
    {
        for (int i = 0; i < frames; i++)
        {
            publisher.Run(1);
            foreach (TsListener listener in listeners) listener.Read(Now);
        }
    }

    /// <summary>Groups of 25 pictures at 25 a second that begin with an open point and two leading pictures.</summary>
    private void PublishOpenGops(VirtualPublisher publisher, int count, TsListener? first, TsListener? late)
    {
        for (int i = 0; i < count * 25; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(40));
            publisher.RunAudio(TimeSpan.Zero);
            long inGop = publisher.Frames % 25;
            long shown = publisher.Frames + (inGop == 0 ? 2 : inGop <= 2 ? -1 : 0);
            publisher.PublishVideo((shown + 2) * 3600, inGop == 0 ? RandomAccess.OpenGop : RandomAccess.None, isLeading: inGop is 1 or 2);
            first?.Read(Now);
            late?.Read(Now);
        }
    }
}
