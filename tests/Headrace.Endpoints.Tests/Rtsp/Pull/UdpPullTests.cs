using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.TestKit.Cameras;

namespace Headrace.Endpoints.Tests.Rtsp.Pull;

/// <summary>Cameras that send over UDP, and those that say so and do not.</summary>
public sealed class UdpPullTests
{
    [Theory]
    [InlineData(RtspSourceTransport.Automatic)]
    [InlineData(RtspSourceTransport.Udp)]
    public async Task PicturesComeOverUdpAndReportsGoBack(RtspSourceTransport transport)
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        using UdpClient rtp = new(new IPEndPoint(IPAddress.Loopback, 0));
        using UdpClient rtcp = new(new IPEndPoint(IPAddress.Loopback, 0));
        await using FakeCamera camera = new(async connection =>
        {
            int port = await SetUpUdpAsync(connection, rtp, rtcp);
            for (int i = 0; i < 60; i++) await SendAsync(rtp, port, media.NextBytes());
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: transport);
        await Eventually.True(() => pulled.Now.Tracks is [{ Units: 60 }], $"every picture plays\n{server.Log}");
        await using TestViewer viewer = await server.PlayAsync();
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 10);
        MadeUnit.AssertSame(media.Sent.Skip(50), viewer.Video.Units);
        Assert.Equal(0x80, (await rtp.ReceiveAsync()).Buffer[0]);
        Assert.Equal(8, (await rtcp.ReceiveAsync()).Buffer.Length);
        Task<UdpReceiveResult> report = rtcp.ReceiveAsync();
        await pulled.AdvanceUntilAsync(() => report.IsCompleted, "a report comes");
        Assert.Equal(201, (await report).Buffer[1]);
    }

    [Fact]
    public async Task PacketsInDisorderAndTwiceAreWhatTheyWere()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        using UdpClient rtp = new(new IPEndPoint(IPAddress.Loopback, 0));
        using UdpClient rtcp = new(new IPEndPoint(IPAddress.Loopback, 0));
        TaskCompletionSource sent = new();
        await using FakeCamera camera = new(async connection =>
        {
            int port = await SetUpUdpAsync(connection, rtp, rtcp);
            await SendAsync(rtp, port, media.NextBytes());
            for (int i = 0; i < 40; i++)
            {
                byte[][] packets = [.. Packets(media.NextBytes()), .. Packets(media.NextBytes())];
                if (packets.Length > 2) packets = [packets[1], packets[0], packets[0], .. packets[2..]];
                foreach (byte[] packet in packets) await rtp.SendAsync(packet, packet.Length, new IPEndPoint(IPAddress.Loopback, port));

                // The window is one of the clock that the pictures move.
                await Eventually.True(() => server.Stream().Snapshot().Tracks is [{ Units: var units }] && units == media.Sent.Count, $"picture {media.Sent.Count} came");
            }

            sent.SetResult();
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Udp);
        await sent.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((81, 0), (pulled.Now.Tracks[0].Units, pulled.Now.Tracks[0].Damaged));
    }

    [Fact]
    public async Task DatagramsOfStrangersAreNothing()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        using UdpClient rtp = new(new IPEndPoint(IPAddress.Loopback, 0));
        using UdpClient stranger = new(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await using FakeCamera camera = new(async connection =>
        {
            int port = await SetUpUdpAsync(connection, rtp, rtp);
            for (int i = 0; i < 40; i++)
            {
                await SendAsync(stranger, port, new MadeMedia(new VirtualTime(), sequence: (ushort)i).NextBytes());
                await SendAsync(rtp, port, media.NextBytes());
            }

            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Udp);
        await Eventually.True(() => pulled.Now.Tracks is [{ Units: 40, Damaged: 0 }], $"every picture plays\n{server.Log}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhereUdpDoesNotComeTcpIsTakenAndRemembered(bool isRefused)
    {
        await using TestServer server = new();
        List<string> transports = [];
        TaskCompletionSource off = new();
        await using FakeCamera camera = new(async connection =>
        {
            CameraRequest request;
            do
            {
                request = await connection.ReadAsync();
                if (request.Method == "SETUP") transports.Add(request.Headers["Transport"].Split(';')[0]);
                bool isUdp = request.Method == "SETUP" && !request.Headers["Transport"].Contains("TCP", StringComparison.Ordinal);
                if (isUdp && isRefused) await connection.AnswerAsync(request, "461 Unsupported Transport");
                else await connection.AnswerWellAsync(request, MadeMedia.Sdp);
            }
            while (request.Method != "PLAY");
            if (transports[^1] == "RTP/AVP/TCP")
            {
                MadeMedia media = new(server.Time);
                for (int i = 0; i < 20; i++) await connection.SendAsync(media.NextBytes());
                if (transports.Count == 2) await off.Task;
            }

            if (transports.Count != 2) await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url());
        await pulled.AdvanceUntilAsync(() => pulled.Now.State == StreamState.Active, "it plays");
        Assert.Equal(["RTP/AVP", "RTP/AVP/TCP"], transports);
        Assert.Single(server.Log.With("does not come over UDP"));
        Assert.Empty(pulled.Faults);
        off.SetResult();
        await pulled.AdvanceUntilAsync(() => transports.Count == 3, "it is asked for again");
        Assert.Equal("RTP/AVP/TCP", transports[2]);
    }

    [Fact]
    public async Task RefusedUdpIsAFaultWhereNothingElseIsWanted()
    {
        await using TestServer server = new();
        await using FakeCamera camera = new(async connection =>
        {
            while (true)
            {
                CameraRequest request = await connection.ReadAsync();
                if (request.Method == "SETUP") await connection.AnswerAsync(request, "461 Unsupported Transport");
                else await connection.AnswerWellAsync(request, MadeMedia.Sdp);
            }
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Udp);
        await Eventually.True(() => pulled.Now.State == StreamState.Error, "it fails");
        Assert.StartsWith("the server does not offer the transport RTP/AVP;unicast;client_port=", pulled.Now.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GroupIsJoinedThatTheCameraNames()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        using UdpClient sender = new(new IPEndPoint(IPAddress.Loopback, 0));
        sender.Client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.Loopback.GetAddressBytes());
        sender.MulticastLoopback = true;
        int port = FreePorts.Take(1)[0] & ~1;
        IPEndPoint group = new(IPAddress.Parse("239.255.77.1"), port);
        await using FakeCamera camera = new(async connection =>
        {
            CameraRequest request;
            do
            {
                request = await connection.ReadAsync();
                if (request.Method == "SETUP") await connection.AnswerAsync(request, headers: $"Session: 1\nTransport: RTP/AVP;multicast;destination={group.Address};port={port}-{port + 1};ttl=1\n");
                else await connection.AnswerWellAsync(request, MadeMedia.Sdp);
            }
            while (request.Method != "PLAY");
            for (int i = 0; i < 40; i++)
            {
                foreach (byte[] packet in Packets(media.NextBytes())) await sender.SendAsync(packet, packet.Length, group);
            }

            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Multicast);
        await Eventually.True(() => pulled.Now.Tracks is [{ Units: 40 }], $"every picture plays\n{server.Log}");
    }

    /// <summary>Answers up to PLAY with the ports of two sockets.</summary>
    internal static async Task<int> SetUpUdpAsync(CameraConnection connection, UdpClient rtp, UdpClient rtcp)
    {
        int port = 0;
        CameraRequest request;
        do
        {
            request = await connection.ReadAsync();
            if (request.Method != "SETUP")
            {
                await connection.AnswerWellAsync(request, MadeMedia.Sdp);
                continue;
            }

            string transport = request.Headers["Transport"];
            port = int.Parse(transport.Split("client_port=")[1].Split('-')[0], CultureInfo.InvariantCulture);
            Assert.Equal(0, port % 2);
            int own = ((IPEndPoint)rtp.Client.LocalEndPoint!).Port;
            await connection.AnswerAsync(request, headers: $"Session: 1\nTransport: {transport};server_port={own}-{((IPEndPoint)rtcp.Client.LocalEndPoint!).Port}\n");
        }
        while (request.Method != "PLAY");
        return port;
    }

    internal static async Task SendAsync(UdpClient socket, int port, byte[] frames)
    {
        foreach (byte[] packet in Packets(frames)) await socket.SendAsync(packet, packet.Length, new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>Frames without their interleaved headers.</summary>
    private static IEnumerable<byte[]> Packets(byte[] frames)
    {
        for (int at = 0; at < frames.Length;)
        {
            int length = frames[at + 2] << 8 | frames[at + 3];
            yield return frames[(at + 4)..(at + 4 + length)];
            at += 4 + length;
        }
    }
}
