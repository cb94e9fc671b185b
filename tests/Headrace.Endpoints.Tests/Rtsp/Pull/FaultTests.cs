using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.TestKit.Cameras;

namespace Headrace.Endpoints.Tests.Rtsp.Pull;

/// <summary>Cameras that do not work: each has a state, a line in the log, and a bound.</summary>
public sealed class FaultTests
{
    [Fact]
    [Trait("Pain", "9")]
    public async Task DeadCameraIsTriedForEverAndFillsNoLog()
    {
        int port;
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        await using TestServer server = new();
        await using PulledStream pulled = new(server, $"rtsp://admin:secret@127.0.0.1:{port}/cam?token=secret");
        await pulled.AdvanceUntilAsync(() => pulled.Now.Inputs[0].Tries >= 8, "it is tried eight times");
        Assert.Equal(StreamState.Error, pulled.Now.State);
        Assert.StartsWith($"127.0.0.1 port {port} cannot be reached: ", pulled.Now.LastError, StringComparison.Ordinal);
        Assert.Equal(SourceCause.PortClosed, pulled.Now.LastErrorCause);
        Assert.Equal($"rtsp://127.0.0.1:{port}/cam", pulled.Now.Inputs[0].Description);
        Assert.Single(pulled.Faults);
        Assert.DoesNotContain("secret", server.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StateOfADeadCameraChangesOnceAndKeepsItsTime()
    {
        await using TestServer server = new();
        await using FakeCamera camera = new(connection => connection.ReadAsync());
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await pulled.AdvanceUntilAsync(() => pulled.Now.State == StreamState.Error, "it fails");
        DateTimeOffset since = pulled.Now.Since;
        await pulled.AdvanceUntilAsync(() => pulled.Now.Inputs[0].Tries >= 5, "it is tried again");
        Assert.Equal((StreamState.Error, since), (pulled.Now.State, pulled.Now.Since));
        Assert.Equal(("it closed the connection before it sent media", SourceCause.ConnectionLost), (pulled.Now.LastError, pulled.Now.LastErrorCause));
        Assert.Equal(["Connecting", "Error"], server.Log.With("cam: ").Select(line => line.Text["cam: ".Length..]).Where(text => text is "Connecting" or "Error" or "Inactive"));
    }

    /// <summary>Name, what the camera does with a connection, what is said, and of which kind that is.</summary>
    public static TheoryData<string, Func<CameraConnection, Task>, string, SourceCause> Scripts => new()
    {
        { "never answers", connection => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, connection.Stop), "OPTIONS was not answered within 10 s", SourceCause.NoAnswer },
        { "one byte at a time, and never the end", OneByteAtATimeAsync, "DESCRIBE was not answered within 10 s", SourceCause.NoAnswer },
        { "speaks HTTP", async connection => { await connection.ReadAsync(); await connection.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()); await connection.ServeAsync(); }, "the peer speaks HTTP on the RTSP port; look at the port in the URL, which is 554 most often", SourceCause.ProtocolError },
        { "rubbish", async connection => { await connection.ReadAsync(); await connection.SendAsync(new byte[4000]); await connection.ServeAsync(); }, "the peer does not speak RTSP; look at the port in the URL, which is 554 most often", SourceCause.ProtocolError },
        { "wrong password", connection => RefuseAsync(connection, "401 Unauthorized", "WWW-Authenticate: Digest realm=\"cam\", nonce=\"1\"\n"), "the server does not accept the user name or the password (user admin); look at them in the URL", SourceCause.Unauthorized },
        { "unknown path", connection => RefuseAsync(connection, "404 Not Found"), "DESCRIBE was answered 404 Not Found; look at the path in the URL", SourceCause.NotFound },
        { "too many clients", connection => RefuseAsync(connection, "453 Not Enough Bandwidth"), "DESCRIBE was answered 453 Not Enough Bandwidth; it has as much to do as it can bear", SourceCause.TurnedAway },
        { "no media in its description", connection => DescribeAsync(connection, "v=0\r\ns=cam\r\n"), "the session description cannot be used: it names no media", SourceCause.Unknown },
        { "an empty description", connection => DescribeAsync(connection, ""), "the session description cannot be used: it is empty", SourceCause.Unknown },
        { "nothing that can be received", connection => DescribeAsync(connection, "m=video 0 RTP/AVP 96\r\nm=audio 0 udp 0\r\n"), "nothing of its session description can be received: video left out (UnknownPayloadType), audio left out (NotRtp)", SourceCause.Unknown },
        { "plays and sends nothing", async connection => { await connection.PlayAsync(MadeMedia.Sdp); await connection.ServeAsync(); }, "it is connected and has sent no media for 10 s", SourceCause.NoMedia },
        { "a description of a gigabyte", connection => AnswerAsync(connection, "200 OK", "Content-Length: 1000000000\n"), "a body is larger than 65536 bytes", SourceCause.ProtocolError },
        { "a line without end", EndlessLineAsync, "a line is longer than 8192 bytes", SourceCause.ProtocolError },
        { "redirects to nowhere", connection => RefuseAsync(connection, "302 Found", "Location: http://other/\n"), "the server redirects to what is no RTSP URL", SourceCause.Unknown },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task FaultIsSaidOnceAndIsTheStreamsError(string name, Func<CameraConnection, Task> script, string said, SourceCause cause)
    {
        Assert.NotEmpty(name);
        await using TestServer server = new();
        await using FakeCamera camera = new(script);
        await using PulledStream pulled = new(server, camera.Url("admin:secret"), transport: RtspSourceTransport.Tcp);
        await pulled.AdvanceUntilAsync(() => pulled.Now.State == StreamState.Error, "it fails");
        Assert.Equal((said, cause, cause), (pulled.Now.LastError, pulled.Now.LastErrorCause, pulled.Now.Inputs[0].LastErrorCause));
        await pulled.AdvanceUntilAsync(() => camera.Connections >= 3, "it is tried again");
        await pulled.AdvanceUntilAsync(() => pulled.Now.LastError == said, "it fails again");
        LogLine line = Assert.Single(pulled.Faults);
        Assert.StartsWith($"cam: no media from {camera.Url()}: {said}. Next try in ", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", server.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, pulled.Now.BytesIn);
    }

    [Fact]
    public async Task RedirectionsWithoutEndAreLeft()
    {
        await using TestServer server = new();
        FakeCamera? camera = null;
        camera = new FakeCamera(async connection =>
        {
            await connection.AnswerAsync(await connection.ReadAsync());
            await connection.AnswerAsync(await connection.ReadAsync(), "302 Found", $"Location: {camera!.Url(path: $"cam{connection.Number}")}\n");
        });
        await using FakeCamera owned = camera;
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await Eventually.True(() => pulled.Now.State == StreamState.Error, "it is left");
        Assert.Equal("it redirects more than 5 times", pulled.Now.LastError);
        Assert.Equal(RtspSource.MaxRedirections + 1, camera.Connections);
    }

    [Fact]
    public async Task PictureOf100MegabytesIsLeftOutAndTheNextOnesPlay()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        long most = 0;
        await using FakeCamera camera = new(async connection =>
        {
            await connection.PlayAsync(MadeMedia.Sdp);
            await connection.SendAsync(media.NextBytes());
            uint timestamp = media.Timestamp;
            byte[] fragment = [0x7C, 0x05, .. Enumerable.Repeat((byte)0x55, 1398)];
            byte[] many = [.. Enumerable.Range(0, 100).SelectMany(_ => media.Packets.Packet(timestamp, false, fragment))];
            for (int sent = 0; sent < 100_000_000; sent += many.Length)
            {
                many = [.. Enumerable.Range(0, 100).SelectMany(_ => media.Packets.Packet(timestamp, false, fragment))];
                await connection.SendAsync(many);
                most = Math.Max(most, server.Streams.Memory.Used);
            }

            media.Next();
            for (int i = 0; i < 30; i++) await connection.SendAsync(media.NextBytes());
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await Eventually.True(() => pulled.Now.Tracks is [{ KeyFrames: >= 3 }], "pictures play again", TimeSpan.FromSeconds(60));
        Assert.InRange(most, 1, 64 * 1024 * 1024);
        Assert.Equal(1, camera.Connections);
    }

    [Fact]
    public async Task BytesBetweenFramesArePassedOverAndSaid()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        await using FakeCamera camera = new(async connection =>
        {
            await connection.PlayAsync(MadeMedia.Sdp);
            for (int i = 0; i < 40; i++)
            {
                await connection.SendAsync(media.NextBytes());
                if (i == 15) await connection.SendAsync(new byte[777]);
                if (i == 20) await connection.SendAsync(RtpPackets.Frame(9, [1, 2, 3]));
            }

            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await Eventually.True(() => pulled.Now.Tracks is [{ KeyFrames: 4 }], "all key frames came");
        await pulled.AdvanceUntilAsync(() => server.Log.With("the framing was found again").Count == 1, "it is said");
        Assert.Equal(1, camera.Connections);
    }

    [Fact]
    [Trait("Pain", "4")]
    public async Task CameraWhoseClockBeginsAnewPlaysOn()
    {
        await using TestServer server = new();
        MadeMedia first = new(server.Time);
        MadeMedia second = new(server.Time, sequence: 30_000, start: 0);
        await using FakeCamera camera = new(async connection =>
        {
            await connection.PlayAsync(MadeMedia.Sdp);
            for (int i = 0; i < 30; i++) await connection.SendAsync(first.NextBytes());
            for (int i = 0; i < 30; i++) await connection.SendAsync(second.NextBytes());
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await Eventually.True(() => pulled.Now.Tracks is [{ Units: 60 }], $"every picture plays\n{server.Log}");
        Assert.Equal((StreamState.Active, 1), (pulled.Now.State, camera.Connections));
    }

    private static async Task OneByteAtATimeAsync(CameraConnection connection)
    {
        await connection.AnswerAsync(await connection.ReadAsync());
        await connection.ReadAsync();
        byte[] answer = System.Text.Encoding.UTF8.GetBytes("RTSP/1.0 200 OK\r\nCSeq: 2\r\nX: " + new string('y', 8000));
        foreach (byte one in answer)
        {
            await connection.SendAsync(new[] { one });
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, connection.Stop);
        }
    }

    private static async Task EndlessLineAsync(CameraConnection connection)
    {
        await connection.ReadAsync();
        await connection.SendAsync(System.Text.Encoding.UTF8.GetBytes("RTSP/1.0 200 OK\r\nX: "));
        for (int i = 0; i < 100; i++) await connection.SendAsync(Enumerable.Repeat((byte)'x', 1000).ToArray());
        await connection.ServeAsync();
    }

    private static async Task RefuseAsync(CameraConnection connection, string status, string headers = "")
    {
        await connection.AnswerAsync(await connection.ReadAsync());
        while (true) await connection.AnswerAsync(await connection.ReadAsync(), status, headers);
    }

    private static Task AnswerAsync(CameraConnection connection, string status, string headers) => RefuseAsync(connection, status, headers);

    private static async Task DescribeAsync(CameraConnection connection, string sdp)
    {
        while (true) await connection.AnswerWellAsync(await connection.ReadAsync(), sdp);
    }
}
