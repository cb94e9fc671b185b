using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>Publishers that do not do as one expects: each has a clear end, and a healthy stream beside it goes on.</summary>
public sealed class PublisherTests
{
    private const string SdpHead = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n";

    [Fact]
    public async Task TakenNameIsRefusedWhereAnotherMayNotTakeOver()
    {
        await using TestServer server = new(defaults: new StreamOptions { OverridePublisher = false });
        await using TestPublisher first = await server.PublishAsync();
        await first.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        await using TestPublisher second = new(await server.ConnectAsync(), "cam", server.Time, new PublishPlan());
        (await second.AnnounceAsync()).MustBe(200);
        await second.SetUpAsync();
        (await second.RecordAsync()).MustBe(403);
        Assert.Single(server.Log.With("may not publish cam: Taken"));
        await first.SendAsync(5);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 8);
        MadeUnit.AssertSame(first.SentVideo, viewer.Video.Units);
        Session refused = server.Sessions.All.Single(session => Equals(session.Remote, second.Client.Local));
        await second.DisposeAsync();
        await Eventually.True(() => refused.EndReason == SessionEndReason.Refused, "the second one is refused");
    }

    [Fact]
    public async Task NewPublisherTakesOverWithoutThrowingViewersOut()
    {
        await using TestServer server = new();
        await using TestPublisher first = await server.PublishAsync();
        await first.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        Session old = server.Sessions.All.Single(session => session.Role == SessionRole.Publisher);
        await using TestPublisher second = await server.PublishAsync(plan: new PublishPlan { Seed = 99 });
        await Eventually.True(() => server.Log.With("publisher").Any(line => line.Text.Contains("left (Overridden)", StringComparison.Ordinal)), "the first one is told why");
        Assert.Equal(SessionEndReason.Overridden, old.EndReason);
        await second.SendAsync(10);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 13);
        MadeUnit.AssertSame(first.SentVideo.Concat(second.SentVideo), viewer.Video.Units);
    }

    [Fact]
    public async Task PausedPublisherRecordsAgainAsTheOneThatItIs()
    {
        await using TestServer server = new(defaults: new StreamOptions { OverridePublisher = false });
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        (await publisher.Client.RequestAsync("PAUSE", publisher.Url)).MustBe(200);
        Assert.False(server.Stream().HasPublisher);
        server.Time.Advance(TimeSpan.FromSeconds(8));
        (await publisher.RecordAsync()).MustBe(200);
        await publisher.SendAsync(30);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count > 10);
        Assert.Null(server.Sessions.All.Single(session => session.Role == SessionRole.Publisher).EndReason);
    }

    [Fact]
    public async Task SlowHandshakeIsNoSilence()
    {
        await using TestServer server = new();
        TestPublisher publisher = new(await server.ConnectAsync(), "cam", server.Time, new PublishPlan());
        (await publisher.AnnounceAsync()).MustBe(200);
        server.Time.Advance(TimeSpan.FromSeconds(20));
        await publisher.SetUpAsync();
        server.Time.Advance(TimeSpan.FromSeconds(20));
        (await publisher.RecordAsync()).MustBe(200);
        await publisher.SendAsync(3);
        await publisher.DisposeAsync();
    }

    [Fact]
    public async Task PublisherThatNeverSendsIsLetGo()
    {
        await using TestServer server = new();
        await using TestPublisher healthy = await server.PublishAsync("healthy");
        await using TestPublisher silent = await server.PublishAsync("silent");
        await healthy.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync("healthy");
        await PassWithAsync(healthy, viewer, TimeSpan.FromSeconds(12));
        await AssertLetGoAsync(server, silent, SessionEndReason.TimedOut, "silent: publisher", "sent no media for 10 s");
        Assert.Null(server.Sessions.All.Single(session => session.StreamName == "healthy" && session.Role == SessionRole.Publisher).EndReason);
        Assert.False(server.Stream("silent").HasPublisher);
    }

    [Fact]
    public async Task KeepAlivesAreNoMedia()
    {
        await using TestServer server = new();
        await using TestPublisher talker = await server.PublishAsync("talker");
        await talker.SendAsync(3);
        for (int i = 0; i < 10; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(0.9));
            await talker.SyncAsync();
            await talker.Client.SendAsync(RtpPackets.Frame(0, [1, 2, 3]));
        }

        server.Time.Advance(TimeSpan.FromSeconds(2));
        await AssertLetGoAsync(server, talker, SessionEndReason.TimedOut, "talker: publisher", "sent no media for 10 s");
    }

    [Fact]
    public async Task PictureWhoseEndDoesNotComeIsGivenUpAndCounted()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: new PublishPlan { HasAudio = false });
        await publisher.SendAsync(3);
        byte[] next = publisher.Next();
        await publisher.Client.SendAsync(next.AsMemory(0, 4 + (next[2] << 8 | next[3])));
        await publisher.SyncAsync();
        await publisher.Client.SendAsync(publisher.VideoPackets.Packet(uint.MaxValue, true, [31]));
        await publisher.SyncAsync();
        server.Time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.True(() => server.Stream().Snapshot().Tracks[0].Transport is { Faults: { TimedOut: 1, Malformed: 1 } }, $"the faults are counted\n{server.Log}");
        await Eventually.True(
            () => server.Log.With("sends video that cannot be used, 1 times").Count == 2, $"each is said\n{server.Log}");
        Assert.Single(server.Log.With("(0 malformed, 0 too large, 0 with too many NAL units, 1 without their end)"));
    }

    [Fact]
    public async Task TrackThatWasAnnouncedAndDoesNotComeIsMissedAloud()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        Random random = new(1);
        for (uint i = 0; i < 24; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(0.5));
            await publisher.Client.SendAsync(publisher.VideoPackets.Packet(i * 45_000, true, MadeH264.Slice(true, 0, 0, 500, random)));
            await publisher.SyncAsync();
        }

        Assert.Single(server.Log.With("announced audio and has sent none for 10 s; its other tracks go on"));
        StreamSnapshot stream = server.Stream().Snapshot();
        Assert.Equal((StreamState.Active, "audio was announced, but none has come for 10 s; other tracks come"), (stream.State, stream.LastError));
        Assert.True(server.Stream().HasPublisher);
    }

    [Fact]
    public async Task PublisherThatStopsMidFrameIsLetGoAndTheTorsoIsNotSent()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 3);
        byte[] next = publisher.Next();
        int torso = next.Length * 2 / 3;
        long before = server.Sessions.All.Single(session => session.Role == SessionRole.Publisher).BytesIn;
        await publisher.Client.SendAsync(next.AsMemory(0, torso));
        await Eventually.True(() => server.Sessions.All.Single(session => session.Role == SessionRole.Publisher).BytesIn == before + torso, "the torso has come");
        server.Time.Advance(TimeSpan.FromSeconds(12));
        await AssertLetGoAsync(server, publisher, SessionEndReason.TimedOut, "cam: publisher", "sent no media for 10 s");
        server.Time.Advance(TimeSpan.FromSeconds(11));
        await viewer.ReadToEndAsync();
        Assert.Equal(3, viewer.Video.Units.Count);
        await Eventually.True(() => server.Log.With("viewer").Any(line => line.Text.Contains("left (PublisherGone)", StringComparison.Ordinal)), "the viewer is let go with the stream");
    }

    [Theory]
    [InlineData("", "NoLines")]
    [InlineData(SdpHead, "it names no media")]
    [InlineData(SdpHead + "m=video 0 UDP/TLS/DTLS/SCTP 5000\r\n", "video left out (NotRtp)")]
    [InlineData(SdpHead + "m=video 0 RTP/AVP 96\r\n", "video left out (UnknownPayloadType)")]
    [InlineData(SdpHead + "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/48000/2\r\na=fmtp:97 mode=AAC-hbr;sizelength=77;indexlength=3\r\n", "audio left out (InvalidParameters)")]
    public async Task SdpWithoutUsableTracksIsRefusedWithTheReason(string sdp, string reason)
    {
        await using TestServer server = new();
        await using RtspTestClient client = await server.ConnectAsync();
        if (sdp.Length == 0) sdp = "this is no session description";
        (await client.RequestAsync("ANNOUNCE", client.Url("cam"), "Content-Type: application/sdp", sdp)).MustBe(415);
        Assert.Single(server.Log.With("may not publish cam"), line => line.Text.Contains(reason, StringComparison.Ordinal));
        Session session = server.Sessions.All.Single();
        await client.DisposeAsync();
        await Eventually.True(() => session.EndReason == SessionEndReason.Refused, "the session ends as refused");
        Assert.Null(server.Streams.Find("cam"));
    }

    [Fact]
    public async Task UnusableTrackIsLeftOutAndTheOthersArePublished()
    {
        await using TestServer server = new();
        await using RtspTestClient client = await server.ConnectAsync();
        const string Sdp = SdpHead + "m=video 0 RTP/AVP 96\r\na=control:a\r\nm=audio 0 RTP/AVP 0\r\na=control:b\r\n";
        (await client.RequestAsync("ANNOUNCE", client.Url("cam"), "Content-Type: application/sdp", Sdp)).MustBe(200);
        foreach ((string control, int channel) in new[] { ("a", 0), ("b", 2) })
        {
            RtspTestReply reply = await client.RequestAsync("SETUP", client.Url("cam/" + control), $"Transport: RTP/AVP/TCP;unicast;mode=record;interleaved={channel}-{channel + 1}");
            client.Session = reply.MustBe(200)["Session"]!.Split(';')[0];
        }

        (await client.RequestAsync("RECORD", client.Url("cam"))).MustBe(200);
        Assert.Single(server.Log.With("cam: publisher"), line => line.Text.Contains("video left out (UnknownPayloadType)", StringComparison.Ordinal));
        Assert.Equal(MediaKind.Audio, Assert.Single(server.Stream().Tracks).Kind);
    }

    [Fact]
    public async Task UnknownCodecIsCarriedAsItIs()
    {
        await using TestServer server = new();
        PublishPlan plan = new()
        {
            HasAudio = false, Sdp = SdpHead + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 X-CODEC/90000\r\na=fmtp:96 level=3;secret-sauce=yes\r\na=control:video\r\n",
        };
        await using TestPublisher publisher = await server.PublishAsync(plan: plan);
        RtpPackets packets = publisher.VideoPackets;
        byte[][] sent = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Repeat((byte)i, 50 + i * 20).ToArray())];
        foreach ((int i, byte[] payload) in sent.Index().Take(10)) await publisher.Client.SendAsync(packets.Packet((uint)i * 3600, true, payload));
        await publisher.SyncAsync();
        await using TestViewer viewer = new(await server.ConnectAsync(), "cam");
        RtspTestReply described = await viewer.Client.RequestAsync("DESCRIBE", viewer.Url);
        Assert.Contains("a=rtpmap:96 X-CODEC/90000", described.MustBe(200).Body, StringComparison.Ordinal);
        Assert.Contains("a=fmtp:96 level=3;secret-sauce=yes", described.Body, StringComparison.Ordinal);
        await viewer.DescribeAsync();
        RtspTestReply setUp = await viewer.Client.RequestAsync("SETUP", viewer.Tracks[0].Url, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1");
        viewer.Client.Session = setUp.MustBe(200)["Session"]!.Split(';')[0];
        (await viewer.Client.RequestAsync("PLAY", viewer.Url)).MustBe(200);
        foreach ((int i, byte[] payload) in sent.Index().Skip(10))
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(40));
            await publisher.Client.SendAsync(packets.Packet((uint)i * 3600, true, payload));
            await publisher.SyncAsync();
        }

        List<byte[]> got = [];
        while (got.Count < 25)
        {
            InterleavedBytes? frame = await viewer.Client.ReadFrameAsync();
            if (frame!.Channel == 0) got.Add(frame.Bytes[12..]);
        }

        int first = got[0][0];
        for (int i = 0; i < got.Count; i++) Assert.Equal(sent[first + i], got[i]);
    }

    /// <summary>Lets time pass while a stream runs and is watched.</summary>
    private static async Task PassWithAsync(TestPublisher publisher, TestViewer viewer, TimeSpan time)
    {
        int frames = publisher.Frames + (int)(time.TotalSeconds * 25);
        while (publisher.Frames < frames)
        {
            await publisher.SendAsync(25);
            await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == publisher.Frames);
        }
    }

    private static async Task AssertLetGoAsync(TestServer server, TestPublisher publisher, SessionEndReason reason, string who, string why)
    {
        await publisher.Client.DrainToEndAsync();
        await Eventually.True(() => server.Log.With(who).Any(line => line.Text.Contains($"left ({reason})", StringComparison.Ordinal)), $"{who} left ({reason})\n{server.Log}");
        Assert.Single(server.Log.With(why));
    }
}
