using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.TestKit.Cameras;

namespace Headrace.Endpoints.Tests.Rtsp.Pull;

/// <summary>Cameras that say that they end, or end one of their tracks.</summary>
public sealed class GoodbyeTests
{
    private const string Said = "it said that it sends no more (RTCP BYE)";
    private const uint VideoSsrc = 0x0C0FFEE0;
    private const uint AudioSsrc = 0x0A0D10;
    private static readonly string TwoTracks = MadeMedia.Sdp + "m=audio 0 RTP/AVP 0\r\na=control:audio\r\n";

    [Fact]
    public async Task GoodbyeOfTheOnlyTrackEndsThePullAtOnce()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        CameraConnection? first = null;
        await using FakeCamera camera = new(async connection =>
        {
            first ??= connection;
            await connection.PlayAsync(MadeMedia.Sdp);
            for (int i = 0; i < 20; i++) await connection.SendAsync(media.NextBytes());
            await connection.SendAsync(RtpPackets.Frame(1, Goodbye(1)));
            await connection.SendAsync(media.NextBytes());
            await connection.SendAsync(RtpPackets.Frame(1, Goodbye(VideoSsrc)));
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await Eventually.True(() => pulled.Now.LastError == Said, $"the pull ends, while time stands still\n{server.Log}");
        Assert.Equal((StreamState.Error, 21), (pulled.Now.State, pulled.Now.Tracks[0].Units));
        await Eventually.True(() => first!.Requests.Any(request => request.Method == "TEARDOWN"), "the camera is told");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EndOfACameraOverUdpIsNoticedAtOnce(bool saysGoodbye)
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        using UdpClient rtp = new(new IPEndPoint(IPAddress.Loopback, 0));
        using UdpClient rtcp = new(new IPEndPoint(IPAddress.Loopback, 0));
        TaskCompletionSource<TimeSpan> cameAt = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FakeCamera camera = new(async connection =>
        {
            // It is asked again when the test has seen enough.
            if (connection.Number > 1) return;
            int port = await UdpPullTests.SetUpUdpAsync(connection, rtp, rtcp);
            for (int i = 0; i < 20; i++) await UdpPullTests.SendAsync(rtp, port, media.NextBytes());
            await Eventually.True(() => server.Stream().Snapshot().Tracks is [{ Units: 20 }], "every picture came");
            cameAt.SetResult(server.Time.Elapsed);
            if (!saysGoodbye) return;
            await rtcp.SendAsync(Goodbye(VideoSsrc), new IPEndPoint(IPAddress.Loopback, port + 1));
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Udp);
        TimeSpan start = await cameAt.Task;
        await Eventually.True(
            () =>
            {
                // Less than any watchdog waits for: the timer closes what a datagram ended.
                if (server.Time.Elapsed - start < TimeSpan.FromSeconds(2)) server.Time.Advance(TimeSpan.FromMilliseconds(50));
                return pulled.Now.LastError == (saysGoodbye ? Said : "it closed the connection");
            },
            $"the pull ends\n{server.Log}");
    }

    [Fact]
    public async Task TrackThatEndsLeavesTheOthersAndIsMissedAloud()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        RtpPackets audio = new(2, 0, 1, AudioSsrc);
        uint samples = 0;
        TaskCompletionSource again = new();
        await using FakeCamera camera = new(async connection =>
        {
            await connection.PlayAsync(TwoTracks);
            for (int i = 0; i < 20; i++) await connection.SendAsync((byte[])[.. media.NextBytes(), .. Audio()]);
            await connection.SendAsync(RtpPackets.Frame(1, Goodbye(VideoSsrc)));
            while (!again.Task.IsCompleted)
            {
                server.Time.Advance(TimeSpan.FromMilliseconds(40));
                await connection.SendAsync(Audio());
                await Eventually.True(() => Units(1) == samples / 320, "sound came");
            }

            for (int i = 0; i < 20; i++) await connection.SendAsync((byte[])[.. media.NextBytes(), .. Audio()]);
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await Eventually.True(() => server.Log.With("announced video and has sent none for 10 s").Count == 1, $"it is said\n{server.Log}");
        Assert.Equal((StreamState.Active, "video was announced, but none has come for 10 s; other tracks come"), (pulled.Now.State, pulled.Now.LastError));
        again.SetResult();
        await pulled.AdvanceUntilAsync(() => server.Log.With("sends video again").Count == 1, "it is heard again");
        Assert.Equal(1, camera.Connections);

        byte[] Audio()
        {
            byte[] packet = audio.Packet(samples, false, new byte[320]);
            samples += 320;
            return packet;
        }

        long Units(int track) => server.Stream().Snapshot().Tracks is { Length: 2 } tracks ? tracks[track].Units : -1;
    }

    private static byte[] Goodbye(uint ssrc)
    {
        byte[] bytes = new byte[64];
        RtcpWriter writer = new(bytes);
        writer.WriteReceiverReport(ssrc, []);
        writer.WriteGoodbye(ssrc);
        return bytes[..writer.Length];
    }
}
