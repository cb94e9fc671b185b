using System.Net;
using System.Net.Sockets;
using System.Text;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Buffers;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>Peers that do not speak RTSP, or break it: a log line, a reason, a bound, and a healthy stream beside them that does not notice.</summary>
public sealed class BadPeerTests
{
    private const string TlsHello = "16030100C8010000C40303A1B2C3D4E5F60718293A4B5C6D7E8F";

    public static TheoryData<string, byte[], string, string> FirstBytes => new()
    {
        { "rubbish", [0x00, 0xFF, 0x13, 0x37, 0x00], "the peer does not speak RTSP", "" },
        { "frames before anything else", RtpPackets.Frame(0, new byte[100]), "the peer does not speak RTSP", "" },
        { "a line of words", Encoding.ASCII.GetBytes("Hello, is anybody there?\r\n\r\n"), "the peer does not speak RTSP", "" },
        { "TLS", Convert.FromHexString(TlsHello), "the peer speaks TLS on the port without TLS", "" },
        { "HTTP", Encoding.ASCII.GetBytes("GET /index.html HTTP/1.1\r\nHost: x\r\n\r\n"), "the peer speaks HTTP on the RTSP port", "400" },
        { "an endless line", Encoding.ASCII.GetBytes("OPTIONS rtsp://h/" + new string('x', 20_000)), "a line is longer than", "414" },
        { "endless headers", Encoding.ASCII.GetBytes("OPTIONS * RTSP/1.0\r\n" + string.Concat(Enumerable.Repeat("X-Filler: y\r\n", 1000))), "a message has more than", "400" },
        { "a huge body", Encoding.ASCII.GetBytes("ANNOUNCE rtsp://h/cam RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 4000000000\r\n\r\n"), "a body is larger than", "413" },
    };

    [Theory]
    [MemberData(nameof(FirstBytes))]
    public async Task PeerThatSpeaksSomethingElseIsToldAndClosed(string what, byte[] bytes, string line, string answer)
    {
        await using TestServer server = new();
        await using HealthyStream healthy = await HealthyStream.StartAsync(server);
        await using RtspTestClient client = await server.ConnectAsync();
        Session session = await server.SessionOfAsync(client);
        await client.SendAsync(bytes);
        string got = Encoding.ASCII.GetString(await client.ReadToEndAsync());
        if (answer.Length == 0) Assert.True(got.Length == 0, what);
        else Assert.StartsWith($"RTSP/1.0 {answer} ", got, StringComparison.Ordinal);
        await client.DisposeAsync();
        await Eventually.True(() => server.Sessions.Find(session.Id) is null, "the session is over");
        Assert.Equal(SessionEndReason.ProtocolError, session.EndReason);
        Assert.Single(server.Log.With(line), found => found.Text.Contains(client.Local.ToString()!, StringComparison.Ordinal) && found.Level == LogLevel.Warning);
        await healthy.AssertGoesOnAsync();
    }

    [Fact]
    public async Task BodyThatIsShorterThanItSaysIsAnswered()
    {
        await using TestServer server = new();
        await using HealthyStream healthy = await HealthyStream.StartAsync(server);
        await using RtspTestClient client = await server.ConnectAsync();
        Session session = await server.SessionOfAsync(client);
        await client.SendAsync("ANNOUNCE rtsp://h/cam2 RTSP/1.0\r\nCSeq: 1\r\nContent-Type: application/sdp\r\nContent-Length: 500\r\n\r\nv=0\r\n");
        Task<byte[]> answer = client.ReadToEndAsync();
        TimeSpan start = server.Time.Elapsed;
        await Eventually.True(
            () =>
            {
                if (server.Time.Elapsed - start < TimeSpan.FromSeconds(8)) server.Time.Advance(TimeSpan.FromMilliseconds(100));
                return answer.IsCompleted;
            },
            "the peer is answered before a silent one would be cut off");
        Assert.StartsWith("RTSP/1.0 400 Body Shorter Than Its Content-Length\r\n", Encoding.ASCII.GetString(await answer), StringComparison.Ordinal);
        await client.DisposeAsync();
        await Eventually.True(() => server.Sessions.Find(session.Id) is null, "the session is over");
        Assert.Equal(SessionEndReason.ProtocolError, session.EndReason);
        Assert.Single(server.Log.With("a body is shorter than its Content-Length"));
        await healthy.AssertGoesOnAsync();
    }

    [Fact]
    public async Task PeerThatKeepsTalkingAfterItWasRefusedIsCutOff()
    {
        await using TestServer server = new();
        await using RtspTestClient client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n");
        await Eventually.True(() => server.Log.With("HTTP on the RTSP port").Count == 1, "the peer is refused");
        for (int i = 0; i < 20 && server.Admission.Open > 0; i++)
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(100));
            try
            {
                await client.SendAsync(new byte[1000]);
            }
            catch (SocketException)
            {
                break; // it was cut off between the question and the bytes
            }
        }

        await Eventually.True(
            () =>
            {
                // The server may have begun to count its patience only now.
                server.Time.Advance(TimeSpan.FromMilliseconds(100));
                return server.Admission.Open == 0;
            },
            "the connection is closed");
    }

    [Fact]
    public async Task HalfClosedConnectionIsOverAtOnceWhateverItWas()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using RtspTestClient silent = await server.ConnectAsync();
        await using TestViewer viewer = await server.PlayAsync();
        silent.ShutDownSending();
        viewer.Client.ShutDownSending();
        publisher.Client.ShutDownSending();
        await viewer.ReadToEndAsync();
        await silent.DrainToEndAsync();
        await publisher.Client.DrainToEndAsync();
        await Eventually.True(() => server.Admission.Open == 0, "all connections are closed");
        Assert.Single(server.Log.With("publisher"), line => line.Text.Contains("left (ConnectionLost)", StringComparison.Ordinal));
        Assert.Single(server.Log.With("viewer"), line => line.Text.Contains("left (ConnectionLost)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ThousandConnectionsThatSayNothingAreClosedInTimeWhileOthersAreServed()
    {
        await using TestServer server = new();
        await using HealthyStream healthy = await HealthyStream.StartAsync(server);
        int others = server.Admission.Open;
        List<RtspTestClient> silent = [];
        for (int i = 0; i < 1000; i++) silent.Add(await server.ConnectAsync());
        await Eventually.True(() => server.Admission.Open == 1000 + others, "all have come in");
        await healthy.AssertGoesOnAsync();
        await using TestViewer late = await server.PlayAsync("healthy");
        for (int i = 0; i < 12; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await healthy.AssertGoesOnAsync();
        }

        await Eventually.True(() => server.Admission.Open == others + 1, "the silent ones are closed");
        foreach (RtspTestClient client in silent)
        {
            await client.DrainToEndAsync();
            await client.DisposeAsync();
        }

        int counted = server.Log.With("RTSP connections were closed that asked for nothing in time").Sum(line => int.Parse(line.Text.Split(' ')[0], null));
        Assert.Equal(1000, counted);
    }

    [Fact]
    public async Task ConnectionBeyondTheLimitTakesThePlaceOfTheOldestThatHasShownNothing()
    {
        await using TestServer server = new(limits: new ConnectionLimits(3, 0, 0));
        List<RtspTestClient> clients = [];
        for (int i = 0; i < 3; i++) clients.Add(await server.ConnectAsync());
        await Eventually.True(() => server.Admission.Open == 3, "three are in");
        await using RtspTestClient fourth = await server.ConnectAsync();
        await clients[0].DrainToEndAsync();
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(server.Log.With("limits.maxConnections is reached (3)"));
        (await fourth.RequestAsync("OPTIONS", "*")).MustBe(200);
        foreach (RtspTestClient client in clients.Skip(1)) (await client.RequestAsync("OPTIONS", "*")).MustBe(200);
        foreach (RtspTestClient client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task TenThousandConnectionsThatSayNothingKeepNobodyOutAndNobodyInIsSentAway()
    {
        const int Limit = 200;
        await using TestServer server = new(limits: new ConnectionLimits(Limit, 0, 0));
        await using TestPublisher publisher = await server.PublishAsync();
        Session session = server.Sessions.All[0];
        List<Socket> silent = [];
        for (int i = 0; i < 10_000; i++)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.Address, TestContext.Current.CancellationToken);
            silent.Add(socket);
            if (silent.Count <= 2 * Limit) continue;
            silent[0].Dispose();
            silent.RemoveAt(0);
        }

        // Some left before they were looked at; the last ones are still there, and the newest of them are in.
        await Eventually.True(() => server.Sessions.Count == Limit && server.Admission.Open == Limit, "there are as many as there may be, and no more");
        Assert.True(server.Admission.Refused > Limit, $"{server.Admission.Refused} were sent away");
        Assert.Null(session.EndReason);
        await using RtspTestClient late = await server.ConnectAsync();
        (await late.RequestAsync("OPTIONS", "*")).MustBe(200);
        foreach (Socket socket in silent) socket.Dispose();
    }

    [Fact]
    public async Task DribbledRequestDoesNotKeepAConnectionAlive()
    {
        await using TestServer server = new();
        await using RtspTestClient client = await server.ConnectAsync();
        Session session = await server.SessionOfAsync(client);
        await client.SendAsync("OPTIONS * RTSP/1.0\r\n");
        for (int i = 0; i < 12 && session.EndReason is null; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            if (session.EndReason is null) await client.SendAsync($"X-{i}: y\r\n");
        }

        Assert.Equal(SessionEndReason.TimedOut, session.EndReason);
    }

    [Fact]
    public async Task PipelinedRequestsWhoseAnswersNobodyReadsAreBounded()
    {
        await using TestServer server = new();
        await using HealthyStream healthy = await HealthyStream.StartAsync(server);
        await using RtspTestClient client = await server.ConnectAsync(receiveBuffer: 4096);
        Session session = await server.SessionOfAsync(client);
        byte[] requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 200).Select(i => $"OPTIONS * RTSP/1.0\r\nCSeq: {i}\r\n\r\n")));
        for (int i = 0; i < 5000 && session.EndReason is null; i++)
        {
            try
            {
                await client.SendAsync(requests);
            }
            catch (SocketException)
            {
                break;
            }
        }

        await Eventually.True(() => session.EndReason == SessionEndReason.ProtocolError, "the peer is disconnected");
        await Eventually.True(() => server.Log.With("the peer asks and does not read the answers").Count == 1, "and the log says why");
        await healthy.AssertGoesOnAsync();
    }

    [Fact]
    [Trait("Pain", "7")]
    public async Task LostFramingIsFoundAgainAndCostsNoMoreThanItsGroup()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: new PublishPlan { HasAudio = false });
        await publisher.SendAsync(10);
        await using TestViewer viewer = await server.PlayAsync();
        await publisher.Client.SendAsync((byte[])[1, 2, 3, (byte)'$', 9, 9, 9, .. Enumerable.Repeat((byte)0xAB, 500)]);
        await publisher.SendAsync(45);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Any(unit => unit.HasBytesOf(publisher.SentVideo.Last())));
        List<MadeUnit> lost = [.. publisher.SentVideo.Where(sent => !viewer.Video.Units.Any(sent.HasBytesOf))];
        Assert.InRange(lost.Count, 0, 15);
        Assert.Single(server.Log.With("the framing was found again (1 times"));
        Assert.Null(server.Sessions.All.Single(session => session.Role == SessionRole.Publisher).EndReason);
    }

    [Fact]
    public async Task FramingThatIsNeverFoundAgainEndsThePublisher()
    {
        await using TestServer server = new();
        await using HealthyStream healthy = await HealthyStream.StartAsync(server);
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        byte[] rubbish = new byte[64 * 1024];
        Array.Fill(rubbish, (byte)0xAB);
        for (int i = 0; i < 17; i++) await publisher.Client.SendAsync(rubbish);
        await publisher.Client.DrainToEndAsync();
        Assert.False(server.Stream().HasPublisher);
        await publisher.DisposeAsync();
        await Eventually.True(() => server.Log.With("cam: publisher").Any(line => line.Text.Contains("left (ProtocolError)", StringComparison.Ordinal)), "the publisher is let go");
        Assert.Single(server.Log.With("the framing was lost and not found again"));
        await healthy.AssertGoesOnAsync();
    }

    [Fact]
    public async Task FramesOnChannelsThatWereNeverSetUpAreDroppedAndSaid()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        for (int i = 0; i < 40; i++)
        {
            await publisher.Client.SendAsync(RtpPackets.Frame(77, new byte[200]));
            await publisher.SendAsync(1);
        }

        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 43);
        MadeUnit.AssertSame(publisher.SentVideo, viewer.Video.Units);
        IReadOnlyList<LogLine> lines = server.Log.With("frames on channels that were not set up");
        Assert.InRange(lines.Count, 1, 4);
        Assert.Contains("the last on 77", lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ViewerThatSendsMediaDisturbsNobody()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        RtpPackets foreign = new(0, 96, 1, 0x33333333);
        for (int i = 0; i < 30; i++)
        {
            await viewer.Client.SendAsync(foreign.Packet(1, true, MadeH264.Slice(true, 0, 0, 500, new Random(i))));
            await publisher.SendAsync(1);
        }

        (await viewer.Client.RequestAsync("GET_PARAMETER", viewer.Url)).MustBe(200);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count >= 30);
    }

    [Fact]
    public async Task PortThatIsTakenIsAnExceptionAndLeavesNothingBehind()
    {
        await using TestServer server = new();
        await using RtspEndpoint second = new(
            new RtspEndpointOptions { Listen = server.Address }, server.Streams, server.Sessions, server.Pumps, server.Admission, server.Time, server.Log);
        SocketException taken = Assert.Throws<SocketException>(second.Start);
        Assert.Equal(SocketError.AddressAlreadyInUse, taken.SocketErrorCode);
        Assert.Null(second.LocalEndPoint);
        await using RtspTestClient client = await server.ConnectAsync();
        (await client.RequestAsync("OPTIONS", "*")).MustBe(200);
    }

    [Fact]
    public async Task ShutdownEndsEverySessionWithThatReason()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        await using RtspTestClient silent = await server.ConnectAsync();
        await server.SessionOfAsync(silent);
        Session[] sessions = [.. server.Sessions.All];
        Assert.Equal(3, sessions.Length);
        await server.StopAsync();
        Assert.All(sessions, session => Assert.Equal(SessionEndReason.ServerShutdown, session.EndReason));
    }
}
