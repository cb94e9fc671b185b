using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

public sealed class UdpPublisherTests
{
    private const int FramesPerGroup = 25;

    [Fact]
    public async Task WhatIsPublishedOverUdpIsPlayedOverTcp()
    {
        await using TestServer server = new();
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server);
        await publisher.SendAsync(30);
        await using TestViewer viewer = await server.PlayAsync();
        await publisher.SendAsync(30);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 35 && viewer.Audio.Units.Count >= 50);
        MadeUnit.AssertSame(publisher.Publisher.SentVideo.Skip(FramesPerGroup), viewer.Video.Units);
        Assert.Equal(0, Figures(server, 0).Lost);
    }

    [Fact]
    public async Task SwappedAndRepeatedPacketsChangeNothing()
    {
        await using TestServer server = new();
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server);
        byte[]? held = null;
        await publisher.SendAsync(60, Path);
        await using TestViewer viewer = await server.PlayAsync();
        await publisher.SendAsync(10, Path);
        await publisher.SendAsync(1, (track, _, packet) => track == 0 && Interlocked.Exchange(ref held, null) is { } late ? [late, packet] : [packet]);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 21);
        MadeUnit.AssertSame(publisher.Publisher.SentVideo.Skip(50), viewer.Video.Units);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        TransportFigures video = Figures(server, 0);
        Assert.Equal(0, video.Lost);
        Assert.True(video.Reordered > 20 && video.Duplicates > 20, video.ToString());
        Assert.True(Figures(server, 1).Duplicates > 50);
        Assert.Equal(0, server.Stream().Snapshot().Tracks.Sum(track => track.Damaged + track.Dropped));

        IEnumerable<byte[]> Path(int track, int number, byte[] packet)
        {
            if (track != 0) return [packet, packet];
            if (number % 5 == 0 && held is null)
            {
                held = packet;
                return [];
            }

            byte[]? late = held;
            held = null;
            return late is null ? [packet] : [packet, late, late];
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.10)]
    public async Task OnlyWholePicturesComeOutOfALossyPathAndTheNextKeyFrameRecovers(double loss)
    {
        await using TestServer server = new();
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server, new PublishPlan { HasAudio = false, Gop = 10 });
        await publisher.SendAsync(1);
        await using TestViewer viewer = await server.PlayAsync();
        Random random = new(3);
        int lost = 0;
        for (int i = 0; i < 30; i++)
        {
            await publisher.SendAsync(10, (_, _, packet) =>
            {
                if (random.NextDouble() >= loss) return [packet];
                lost++;
                return [];
            });
            Assert.True(await viewer.TryReadAllAsync());
        }

        publisher.PassWindow();
        await publisher.SendAsync(20);
        MadeUnit last = publisher.Publisher.SentVideo.Last();
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count > 0 && viewer.Video.Units[^1].HasBytesOf(last));
        server.Time.Advance(TimeSpan.FromSeconds(1));

        // Every picture is one that was sent; and within a group there is no hole: behind one nothing comes up to the next key frame. Messages
        // before a key frame may be lost with it unharmed.
        List<MadeUnit> sent = [.. publisher.Publisher.SentVideo];
        int before = -1;
        foreach (MadeUnit unit in viewer.Video.Units)
        {
            int index = sent.FindIndex(before + 1, one => Slices(one).HasBytesOf(Slices(unit)));
            Assert.True(index >= 0, $"{unit} was never sent");
            Assert.True(index == before + 1 || unit.IsKey, $"picture {index} came behind {before}");
            before = index;
        }

        Assert.InRange(viewer.Video.Units.Count, 20, sent.Count - 1);
        Assert.Equal(lost, Figures(server, 0).Lost);
        TrackSnapshot track = server.Stream().Snapshot().Tracks[0];
        Assert.Equal(viewer.Video.Units.Count, track.Units);
        Assert.InRange(track.Damaged, 1, track.Dropped);
    }

    [Fact]
    public async Task PublisherIsToldWhatIsLost()
    {
        await using TestServer server = new();
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server, new PublishPlan { HasAudio = false });
        await publisher.SendAsync(200, (_, number, packet) => number % 10 == 3 ? [] : [packet]);
        byte[] report = await Eventually.Value(() => publisher.Peers[0].Reports.TryDequeue(out byte[]? bytes) ? bytes : null, () => "a report comes");
        RtcpReader reader = new(report);
        Assert.True(reader.TryRead(out RtcpPacket packet));
        Assert.True(packet.Reports.TryFind(0x11111111, out RtcpReportBlock block));
        Assert.InRange(block.FractionLost, 20, 31);
        Assert.True(reader.TryRead(out RtcpPacket name) && name.TryGetCname(out _, out _));
        Assert.False(reader.TryRead(out _));
        Assert.Equal(RtcpError.None, reader.Error);
    }

    [Fact]
    public async Task DatagramsOfStrangersAndRubbishHarmNothing()
    {
        await using TestServer server = new();
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server);
        await publisher.SendAsync(30);
        await using TestViewer viewer = await server.PlayAsync();
        using UdpTestPeer stranger = new();
        stranger.Accept($"server_port={server.UdpPorts.Rtp.Port}-{server.UdpPorts.Rtcp.Port}", server.Address.Address);
        Random random = new(9);
        for (int i = 0; i < 30; i++)
        {
            byte[] rubbish = new byte[random.Next(0, 1500)];
            random.NextBytes(rubbish);
            stranger.SendRtp(rubbish);
            stranger.SendRtcp(rubbish);
            rubbish = [.. rubbish];
            if (rubbish.Length > 0) rubbish[0] = (byte)(rubbish[0] & 0x3F);
            foreach (UdpTestPeer peer in publisher.Peers)
            {
                peer.SendRtp(rubbish);
                peer.SendRtcp(rubbish);
            }

            // A sound packet of the track, from an address that nobody set up.
            stranger.SendRtp(publisher.Publisher.VideoPackets.Packet(7, true, [0x41, 1, 2, 3])[4..]);
            await publisher.SendAsync(1, (track, _, packet) => track == 0 ? Renumbered(packet, i + 1) : [packet]);
        }

        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 35);
        MadeUnit.AssertSame(publisher.Publisher.SentVideo.Skip(FramesPerGroup), viewer.Video.Units);
        await Eventually.True(
            () =>
            {
                server.Time.Advance(TimeSpan.FromSeconds(0.1));
                return server.Log.ToString().Contains("datagrams came that are nobody's", StringComparison.Ordinal);
            },
            "strangers are told of");
    }

    [Fact]
    public async Task PublisherWithoutMediaIsLetGo()
    {
        await using TestServer server = new();
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server);
        await publisher.SendAsync(5);
        Session session = await server.SessionOfAsync(publisher.Publisher.Client);
        server.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(session.EndReason);
        server.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(SessionEndReason.TimedOut, session.EndReason);
    }

    [Fact]
    public async Task TearDownGivesThePortsBack()
    {
        await using TestServer server = new();
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server);
        await publisher.SendAsync(3);
        RtspTestClient client = publisher.Publisher.Client;
        await using RtspTestClient other = await server.ConnectAsync();
        TestPublisher second = new(other, "other", server.Time, new PublishPlan());
        (await second.AnnounceAsync()).MustBe(200);
        string taken = $"Transport: {publisher.Peers[0].Transport};mode=record";
        (await other.RequestAsync("SETUP", $"{second.Url}/video", taken)).MustBe(461);
        (await client.RequestAsync("TEARDOWN", publisher.Publisher.Url)).MustBe(200);
        (await other.RequestAsync("SETUP", $"{second.Url}/video", taken)).MustBe(200);
    }

    [Fact]
    public async Task WhereUdpIsOffItIsRefused()
    {
        await using TestServer server = new(rtsp: new RtspEndpointOptions());
        TestPublisher publisher = new(await server.ConnectAsync(), "cam", server.Time, new PublishPlan());
        (await publisher.AnnounceAsync()).MustBe(200);
        (await publisher.Client.RequestAsync("SETUP", $"{publisher.Url}/video", "Transport: RTP/AVP/UDP;unicast;client_port=5000-5001;mode=record")).MustBe(461);
        await publisher.SetUpAsync();
        (await publisher.RecordAsync()).MustBe(200);
        await publisher.DisposeAsync();
    }

    [Theory]
    [InlineData("udp first", "RTP/AVP;unicast;source=", true)]
    [InlineData("tcp first", "RTP/AVP/TCP;unicast;interleaved=0-1", false)]
    public async Task OfSeveralTransportsTheServersPreferenceIsTaken(string name, string expected, bool prefersUdp)
    {
        RtspTransports[] order = prefersUdp ? [RtspTransports.Udp, RtspTransports.Tcp] : [RtspTransports.Tcp, RtspTransports.Udp];
        await using TestServer server = new(rtsp: new RtspEndpointOptions { UdpPorts = new(0, 0), Transports = [.. order] });
        TestPublisher publisher = new(await server.ConnectAsync(), "cam", server.Time, new PublishPlan());
        (await publisher.AnnounceAsync()).MustBe(200);
        RtspTestReply reply = await publisher.Client.RequestAsync(
            "SETUP", $"{publisher.Url}/video", "Transport: RTP/AVP;unicast;client_port=5000-5001;mode=record,RTP/AVP/TCP;unicast;interleaved=0-1;mode=record");
        Assert.True(reply.MustBe(200)["Transport"]!.StartsWith(expected, StringComparison.Ordinal), name);
        await publisher.DisposeAsync();
    }

    /// <summary>What was sent between is one more number.</summary>
    private static IEnumerable<byte[]> Renumbered(byte[] packet, int by)
    {
        int number = (packet[2] << 8 | packet[3]) - by;
        byte[] changed = [.. packet];
        changed[2] = (byte)(number >> 8);
        changed[3] = (byte)number;
        return [changed];
    }

    private static TransportFigures Figures(TestServer server, int track)
    {
        server.Time.Advance(TimeSpan.FromSeconds(1));
        return server.Stream().Snapshot().Tracks[track].Transport!.Value;
    }

    private static MadeUnit Slices(MadeUnit unit) => unit with { Pieces = [.. unit.Pieces.Where(piece => (piece[0] & 31) is 1 or 5)] };
}
