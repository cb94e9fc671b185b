using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

public sealed class DatagramFeedTests
{
    /// <summary>What the kernel does not take is lost; what follows begins at a key frame, and no picture is broken.</summary>
    [Theory]
    [InlineData(SocketError.WouldBlock)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    public async Task AfterAFullSendBufferItGoesOnAtTheNextKeyFrame(SocketError error)
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: new PublishPlan { HasAudio = false, Gop = 10 });
        await publisher.SendAsync(1);
        LiveStream stream = server.Stream();
        CursorOwner owner = new();
        BranchLease<RtspBranch> lease = RtspBranch.Acquire(stream, stream.Tracks);
        BranchCursor<RtpPacketGroup> cursor = new(owner, stream, lease.Branch, lease, TimeSpan.Zero);
        using UdpTestPeer peer = new();
        using UdpPair sender = UdpPair.OpenFirst(IPAddress.Loopback, 0, 0);
        DatagramFeed feed = new(cursor, sender.Rtcp, reports: null);
        UdpAddress to = UdpAddress.Of(new IPEndPoint(IPAddress.Loopback, peer.Port));
        feed.SetTarget(0, to, to.WithPort(peer.Port + 1));
        UdpSendBatches batches = new();
        UdpSocket full = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        full.Dispose();
        cursor.Begin(MonotonicTime.Now(server.Time));
        for (int i = 0; i < 14; i++) await SendOneAsync(null);
        await SendOneAsync(error);
        for (int i = 0; i < 20; i++) await SendOneAsync(null);
        feed.OnClosed();
        cursor.Dispose();

        RtpUnits units = new(isVideo: true) { MayJump = true };
        await Eventually.True(
            () =>
            {
                while (peer.Packets.TryDequeue(out byte[]? packet)) units.Add(packet);
                return units.Units.Count >= 29;
            },
            "29 pictures come");
        int jump = Assert.Single(units.AfterJump);
        Assert.True(units.Units[jump].IsKey);
        MadeUnit.AssertSame(publisher.SentVideo, units.Units[..jump]);
        MadeUnit.AssertSame(publisher.SentVideo.Skip(20), units.Units[jump..]);
        Assert.Equal(1, cursor.Skips);
        Assert.Equal(1, owner.Skips);

        async Task SendOneAsync(SocketError? failure)
        {
            MonotonicTime now = MonotonicTime.Now(server.Time);
            while (feed.TryPeek(now, batches, out UdpSendBatch? batch))
            {
                UdpSendResult result = batch.Send(failure is null ? sender.Rtp : full, feed.Targets);
                feed.OnSent(now, failure is { } one ? result with { Error = one } : result);
                if (failure is not null) break;
            }

            await publisher.SendAsync(1);
        }
    }

    private sealed class CursorOwner : ICursorOwner
    {
        public int Skips { get; private set; }

        public string Protocol => "rtsp";

        public void OnSkip(in CursorSkip skip) => Skips++;

        public void End(SessionEndReason reason) => Assert.Fail($"the viewer ended: {reason}");
    }
}
