using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>What a viewer may ask for, and in what order.</summary>
public sealed class ViewerControlTests
{
    [Fact]
    public async Task PausedViewerGetsNothingAndGoesOnAtAKeyFrame()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using TestViewer viewer = await server.PlayAsync();
        await publisher.SendAsync(10);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 15);
        (await viewer.Client.RequestAsync("PAUSE", viewer.Url)).MustBe(200);
        await publisher.SendAsync(20);
        (await viewer.Client.RequestAsync("GET_PARAMETER", viewer.Url)).MustBe(200);
        viewer.Forget();
        await viewer.PlayAsync();
        await publisher.SendAsync(5);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 15);
        Assert.Equal(viewer.Video.First, viewer.Info[viewer.Tracks.Single(track => track.IsVideo).Url]);
        MadeUnit.AssertSame(publisher.SentVideo.Skip(50), viewer.Video.Units);
    }

    [Fact]
    public async Task PlayWithARangeWhilePlayingBeginsAnewAtTheNewestKeyFrame()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using TestViewer viewer = await server.PlayAsync();
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 5);
        for (int frames = 33; frames < 50; frames += 3)
        {
            viewer.Forget();
            await viewer.PlayAsync();
            await publisher.SendAsync(3);
            await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == frames - 25);
            Assert.Equal(viewer.Video.First, viewer.Info[viewer.Tracks.Single(track => track.IsVideo).Url]);
            MadeUnit.AssertSame(publisher.SentVideo.Skip(25), viewer.Video.Units);
        }
    }

    [Fact]
    public async Task ConnectionMayHaveOneSessionAfterTheOther()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await using TestPublisher other = await server.PublishAsync("other", new PublishPlan { HasAudio = false, Seed = 8 });
        await publisher.SendAsync(3);
        await other.SendAsync(3);
        await using TestViewer first = await server.PlayAsync();
        await publisher.SendAsync(3);
        await first.ReadUntilAsync(() => first.Video.Units.Count == 6);
        (await first.Client.RequestAsync("TEARDOWN", first.Url)).MustBe(200);
        await Eventually.True(() => server.Stream().Snapshot().Readers == 0, "the stream has no reader");
        first.Client.Session = null;
        TestViewer second = new(first.Client, "other");
        await second.DescribeAsync();
        await second.SetUpAllAsync();
        await second.PlayAsync();
        await other.SendAsync(3);
        await second.ReadUntilAsync(() => second.Video.Units.Count == 6);
        MadeUnit.AssertSame(other.SentVideo, second.Video.Units);
        Assert.Single(server.Log.With("cam: viewer"), line => line.Text.Contains("left (Closed)", StringComparison.Ordinal));
        first.Client.Reset();
        await Eventually.True(() => server.Log.With("other: viewer").Any(line => line.Text.Contains("left (ConnectionLost)", StringComparison.Ordinal)), "the second session ends with a reason of its own");
    }

    [Fact]
    public async Task ViewerMayBecomeAPublisherOnHisConnection()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        (await viewer.Client.RequestAsync("TEARDOWN", viewer.Url)).MustBe(200);
        viewer.Client.Session = null;
        TestPublisher second = new(viewer.Client, "second", server.Time, new PublishPlan());
        await second.StartAsync();
        await second.SendAsync(5);
        Assert.True(server.Stream("second").HasPublisher);
        Assert.Equal(SessionRole.Publisher, server.Sessions.All.Single(session => session.StreamName == "second").Role);
    }

    [Fact]
    public async Task DescribeOfAnUnknownNameIsRefusedAtOnce()
    {
        await using TestServer server = new();
        await using RtspTestClient client = await server.ConnectAsync();
        (await client.RequestAsync("DESCRIBE", client.Url("nobody"))).MustBe(404);
        (await client.RequestAsync("DESCRIBE", client.Url("hls/is/reserved"))).MustBe(404);
        (await client.RequestAsync("SETUP", client.Url("nobody/trackID=0"), "Transport: RTP/AVP/TCP;unicast;interleaved=0-1")).MustBe(404);
        Assert.Equal(2, server.Log.With("asked for nobody").Count);
        Assert.Null(server.Streams.Find("nobody"));
    }

    [Fact]
    public async Task DescribeWaitsForAStreamThatIsComingUp()
    {
        await using TestServer server = new();
        PublishPlan inBand = new() { HasAudio = false, Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:video\r\n" };
        await using TestPublisher publisher = await server.PublishAsync(plan: inBand);
        await using RtspTestClient client = await server.ConnectAsync();
        await client.SendRequestAsync("DESCRIBE", client.Url("cam"), "Accept: application/sdp");
        Task<RtspTestReply> reply = client.ReadReplyAsync();
        await publisher.Client.SendAsync(publisher.VideoPackets.Packet(1, false, MadeH264.Sps));
        await publisher.Client.SendAsync(publisher.VideoPackets.Packet(1, false, MadeH264.Pps));
        Assert.False(reply.IsCompleted, "there is nothing to describe yet");
        await publisher.SendAsync(3);
        Assert.Contains("a=rtpmap:96 H264/90000", (await reply).MustBe(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescribeOfAStreamThatNeverComesUpIsAnsweredInTimeAndNotByHangingUp()
    {
        RtspEndpointOptions options = new() { DescribeTimeout = TimeSpan.FromSeconds(10), IdleTimeout = TimeSpan.FromSeconds(5), MediaTimeout = TimeSpan.FromSeconds(60) };
        await using TestServer server = new(rtsp: options);
        PublishPlan inBand = new() { HasAudio = false, Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:video\r\n" };
        await using TestPublisher publisher = await server.PublishAsync(plan: inBand);
        await using RtspTestClient client = await server.ConnectAsync();
        await client.SendRequestAsync("DESCRIBE", client.Url("cam"), "Accept: application/sdp");
        Task<RtspTestReply> reply = client.ReadReplyAsync();
        await Eventually.True(
            () =>
            {
                server.Time.Advance(TimeSpan.FromSeconds(1));
                return reply.IsCompleted;
            },
            "the request is answered");
        (await reply).MustBe(503);
    }

    [Fact]
    public async Task StreamThatTakesNoMoreReadersSaysSo()
    {
        await using TestServer server = new(defaults: new StreamOptions { MaxReaders = 1 });
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        await using TestViewer second = new(await server.ConnectAsync(), "cam");
        await second.DescribeAsync();
        await second.SetUpAllAsync();
        (await second.Client.RequestAsync("PLAY", second.Url)).MustBe(453);
        Assert.Single(server.Log.With("maxReaders is reached (1)"));
        await publisher.SendAsync(3);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 6);
    }
}
