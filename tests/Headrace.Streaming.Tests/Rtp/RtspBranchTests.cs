using Headrace.Media.Rings;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;

namespace Headrace.Streaming.Tests.Rtp;

public sealed class RtspBranchTests : StreamTest
{
    private sealed record Packet(byte Channel, ushort Sequence, uint Timestamp, bool HasMarker, uint Ssrc);

    [Fact]
    public void ViewerBeginsAtTheNewestKeyFrameWithTheNumbersThatHeIsTold()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(75);
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        publisher.Run(10);
        RingReader<RtpPacketGroup> reader = new(lease.Branch.Ring, TimeSpan.FromSeconds(2), 0);
        long start = reader.Begin(false, 0);
        RtpPacketGroup first = lease.Branch.Ring.TryTake(start)!;
        Dictionary<int, RtpTrackStart> starts = first.Starts.ToDictionary(track => track.TrackId);
        first.Release();
        List<Packet> packets = Packets(reader);
        Packet video = packets.First(packet => packet.Channel == 0);
        Packet audio = packets.First(packet => packet.Channel == 2);
        Assert.Equal(starts[0].Sequence, video.Sequence);
        Assert.Equal(starts[0].Timestamp, video.Timestamp);
        Assert.Equal(starts[1].Sequence, audio.Sequence);
        Assert.InRange(unchecked((int)(audio.Timestamp - starts[1].Timestamp)), -2048, 2048);
        Assert.Equal(25, packets.Count(packet => packet.Channel == 0 && packet.HasMarker));
    }

    [Fact]
    public void AllViewersSeeOneSequenceWithoutHoles()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(31);
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        RingReader<RtpPacketGroup> early = Reader(lease);
        publisher.Run(20);
        RingReader<RtpPacketGroup> late = Reader(lease);
        publisher.Run(5);
        List<Packet> first = Packets(early);
        List<Packet> second = Packets(late);
        Assert.Equal(first, second);
        foreach (byte channel in new byte[] { 0, 2 })
        {
            List<Packet> track = [.. first.Where(packet => packet.Channel == channel)];
            Assert.All(track.Zip(track.Skip(1)), pair => Assert.Equal((ushort)(pair.First.Sequence + 1), pair.Second.Sequence));
            Assert.Single(track.Select(packet => packet.Ssrc).Distinct());
        }
    }

    [Fact]
    public void EachJoinPointBringsSenderReportsThatRelateTheTracks()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(31);
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        RingReader<RtpPacketGroup> reader = Reader(lease);
        RtpPacketGroup group = reader.TryRead(0)!;
        List<RtcpSenderInfo> reports = [];
        foreach (InterleavedPacket packet in new InterleavedPackets(group.Buffer.Span))
        {
            RtcpReader rtcp = new(group.Buffer.Span.Slice(packet.Offset, packet.Length));
            if (packet.Channel is 1 or 3 && rtcp.TryRead(out RtcpPacket report) && report.TryGetSenderInfo(out RtcpSenderInfo info)) reports.Add(info);
        }

        Assert.Equal(2, reports.Count);
        Assert.Equal(reports[0].Ntp, reports[1].Ntp);
        Assert.Equal(group.Starts[0].Timestamp, reports[0].RtpTimestamp);
        Assert.Equal(group.Starts[1].Timestamp, reports[1].RtpTimestamp);
        group.Release();
    }

    [Fact]
    public void BranchLingersAfterItsLastReaderAndThenGivesEverythingBack()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(40);
        BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        RtspBranch branch = lease.Branch;
        lease.Dispose();
        Pass(TimeSpan.FromSeconds(9));
        using (BranchLease<RtspBranch> again = RtspBranch.Acquire(Stream(), Stream().Tracks)) Assert.Same(branch, again.Branch);
        Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(0, Stream().Branches.Count);
        Assert.True(branch.Ring.IsCompleted);
        Assert.Equal(0, branch.Ring.Bytes);
    }

    [Fact]
    public void ChangedSoundEndsTheBranchAndTheNextReaderGetsOneThatDescribesIt()
    {
        VirtualPublisher first = Publisher();
        first.Run(40);
        using BranchLease<RtspBranch> before = RtspBranch.Acquire(Stream(), Stream().Tracks);
        VirtualPublisher second = new(Registry, "cam", Time, audio: TestFormats.Aac(48_000, 1));
        second.Run(40);
        Assert.True(before.Branch.IsOutdated);
        Assert.True(before.Branch.IsEnded);
        using BranchLease<RtspBranch> after = RtspBranch.Acquire(Stream(), Stream().Tracks);
        second.Run(40);
        Assert.False(after.Branch.IsEnded);
        Assert.True(after.Branch.Ring.Head > 40);
    }

    [Fact]
    public void ChangedSizeOfPicturesEndsNothing()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(40);
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        (publisher.Format, publisher.Sets) = TestFormats.Large;
        publisher.Run(60);
        Assert.False(lease.Branch.IsEnded);
    }

    [Fact]
    public void ReadersOfAStreamThatEndsSeeTheEnd()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(40);
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        RingReader<RtpPacketGroup> reader = Reader(lease);
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        Assert.Null(reader.TryRead(0));
        Assert.True(reader.IsAtEnd);
    }

    /// <summary>A unit and its group of packets are objects; packets and readers cost none.</summary>
    [Theory]
    [InlineData(1, 400)]
    [InlineData(1, 20_000)]
    [InlineData(50, 400)]
    [InlineData(50, 20_000)]
    public void FramesAllocateTheSameForAnyPacketsAndReaders(int readers, int payload)
    {
        const int Frames = 400;
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PayloadBytes = payload;
        publisher.Run(31);
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        RingReader<RtpPacketGroup>[] all = [.. Enumerable.Range(0, readers).Select(_ => Reader(lease))];
        Measure(300);
        // The pool is shared with tests that run beside this one, and may have to grow for them: the least of some rounds counts.
        Assert.InRange(Enumerable.Range(0, 8).Min(_ => Measure(Frames)) / Frames, 0, 200);

        long Measure(int frames)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < frames; i++)
            {
                publisher.Run(1);
                foreach (RingReader<RtpPacketGroup> reader in all)
                {
                    while (reader.TryRead(0) is { } group) group.Release();
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static RingReader<RtpPacketGroup> Reader(BranchLease<RtspBranch> lease)
    {
        RingReader<RtpPacketGroup> reader = new(lease.Branch.Ring, TimeSpan.FromSeconds(10), 0);
        Assert.True(reader.Begin(false, 0) >= 0);
        return reader;
    }

    private static List<Packet> Packets(RingReader<RtpPacketGroup> reader)
    {
        List<Packet> packets = [];
        while (reader.TryRead(0) is { } group)
        {
            foreach (InterleavedPacket one in new InterleavedPackets(group.Buffer.Span))
            {
                if (!RtpPacket.TryParse(group.Buffer.Span.Slice(one.Offset, one.Length), out RtpPacket packet, out _) || one.Channel % 2 == 1) continue;
                packets.Add(new Packet(one.Channel, packet.SequenceNumber.Value, packet.Timestamp, packet.HasMarker, packet.Ssrc));
            }

            group.Release();
        }

        return packets;
    }
}
