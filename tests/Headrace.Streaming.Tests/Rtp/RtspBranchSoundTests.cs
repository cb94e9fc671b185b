using System.Diagnostics.CodeAnalysis;
using System.Net;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Streaming.Tests.Rtp;

public sealed class RtspBranchSoundTests : StreamTest
{
    private const int SoundBytes = 100;

    /// <summary>Many viewers get several units of sound in one packet, which lets pictures go before it for 25 ms, and waits 50 ms for one that does not come; a few get each at once.</summary>
    [Theory]
    [InlineData(RtspBranch.MergeReaders - 1, 30, true, 1, 1)]
    [InlineData(RtspBranch.MergeReaders, 30, true, 2, 4)]
    [InlineData(RtspBranch.MergeReaders, 60, true, 1, 3)]
    [InlineData(RtspBranch.MergeReaders, 30, false, 4, 4)]
    [InlineData(RtspBranch.MergeReaders - 1, 30, false, 1, 1)]
    public void SoundOfManyViewersGoesInFewPackets(int viewers, int framesPerSecond, bool hasPictures, int least, int most)
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(1, framesPerSecond);
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(Stream(), Stream().Tracks);
        using Viewers all = new(lease.Branch, viewers);
        RingReader<RtpPacketGroup> reader = new(lease.Branch.Ring, TimeSpan.FromSeconds(10), 0);
        Assert.True(reader.Begin(false, 0) >= 0);
        if (hasPictures) publisher.Run(2 * framesPerSecond, framesPerSecond, gop: 1000);
        else publisher.RunAudio(TimeSpan.FromSeconds(2));
        List<int> units = [];
        int next = -1;
        while (reader.TryRead(0) is { } group)
        {
            foreach (InterleavedPacket packet in new InterleavedPackets(group.Buffer.Span))
            {
                if (packet.Channel != 2) continue;
                ReadOnlySpan<byte> bytes = group.Buffer.Span.Slice(packet.Offset, packet.Length);
                int sequence = bytes[2] << 8 | bytes[3];
                Assert.True(next < 0 || sequence == (ushort)next);
                next = sequence + 1;
                units.Add((bytes.Length - 14) / (SoundBytes + 2));
            }

            group.Release();
        }

        // Without the first ones, which came before the viewers or with the key frame.
        int[] steady = [.. units.Skip(5)];
        Assert.InRange(steady.Sum(), 60, 100);
        Assert.All(steady, count => Assert.InRange(count, least, most));
        Assert.Contains(steady, count => count == most);
    }

    /// <summary>As many members of the branch's group as wanted, who take nothing.</summary>
    private sealed class Viewers : IDatagramSource, IDisposable
    {
        private readonly EgressPumps _pumps = new(TimeProvider.System, error => throw new InvalidOperationException("", error), 1);
        private readonly UdpSocket _socket = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));

        public Viewers(RtspBranch branch, int count)
        {
            EgressPump pump = _pumps.Next();
            UdpEgress egress = new(pump, _socket, this);
            for (int i = 0; i < count; i++) branch.GroupOf(pump).Add(egress);
        }

        public ReadOnlySpan<UdpAddress?> Targets => [];

        public bool IsPaced => false;

        public bool TryPeek(MonotonicTime now, UdpSendBatches batches, [NotNullWhen(true)] out UdpSendBatch? batch)
        {
            batch = null;
            return false;
        }

        public void OnSent(MonotonicTime now, in UdpSendResult result)
        {
        }

        public void OnClosed()
        {
        }

        public void Dispose()
        {
            _pumps.Dispose();
            _socket.Dispose();
        }
    }
}
