using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Media.Rings;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.HttpLive;

/// <summary>Streams without end over HTTP and WebSocket, through real sockets, on a clock that moves with the media.</summary>
public sealed class HttpLiveTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private LiveHost _host = null!;
    private TestPublisher _publisher = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = new TestServer();
        _host = await LiveHost.StartAsync(_server);
        _publisher = await _server.PublishAsync();
        await _publisher.SendAsync(60);
        await Eventually.True(() => _server.Stream().Snapshot().Tracks is [{ Units: > 50 }, ..], "media is there");
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await Eventually.True(() => _host.Running == 0, "no request is left");
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false, "1.1")]
    [InlineData(true, "1.1")]
    [InlineData(true, "2.0")]
    public async Task StreamBeginsAtAKeyFrameAndGoesOn(bool isSecure, string version)
    {
        using HttpResponseMessage answer = await _host.AskAsync("/cam.flv", isSecure: isSecure, version: Version.Parse(version));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("video/x-flv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Session session = await SessionAsync("http-flv");
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        using FlvReading read = new();
        Task sending = _publisher.SendAsync(90);
        await read.ReadAsync(body, () => read.Units >= 100);
        await sending;
        Assert.Equal(["h264", "aac"], read.Tracks);
        Assert.True(read.BeginsWithKeyFrame);
        Assert.Equal((SessionRole.Viewer, "cam", 0), (session.Role, session.StreamName, session.Skips));
        await Eventually.True(() => session.BytesOut >= read.Bytes, "bytes are counted");
        answer.Dispose();
        await EndsAsync(session, SessionEndReason.Closed, SessionEndReason.ConnectionLost);
    }

    [Fact]
    public async Task TransportStreamKeepsEveryRule()
    {
        using HttpResponseMessage answer = await _host.AskAsync("/cam.ts");
        Assert.Equal("video/mp2t", answer.Content.Headers.ContentType?.MediaType);
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        TsChecker checker = new();
        byte[] buffer = new byte[16 * 1024];
        long bytes = 0;
        Task sending = _publisher.SendAsync(90);
        while (bytes < 60_000)
        {
            int count = await body.ReadAsync(buffer, Cancellation);
            checker.Read(buffer.AsSpan(0, count));
            bytes += count;
        }

        await sending;
        TsFinding[] findings = [.. checker.Findings];

        // The last unit is cut off here: what is wrong with it is not the stream's.
        checker.Complete();
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WebSocketGetsAMessageAPiece(bool isSecure)
    {
        using ClientWebSocket socket = await ConnectAsync("/cam.flv", isSecure);
        Session session = await SessionAsync("ws-flv");
        using FlvReading read = new();
        byte[] buffer = new byte[256 * 1024];
        int messages = 0;
        bool isFirst = true;
        Task sending = SendUntilAsync(() => read.Units >= 60);
        while (read.Units < 60)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
            Assert.Equal(WebSocketMessageType.Binary, result.MessageType);
            if (isFirst) Assert.Equal((13, true), (result.Count, result.EndOfMessage));
            isFirst = false;
            if (result.EndOfMessage) messages++;
            read.Read(buffer.AsSpan(0, result.Count));
        }

        await sending;
        Assert.True(messages > 30);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", Cancellation);
        await EndsAsync(session, SessionEndReason.Closed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsHeldComesWholeThoughThePublisherRests(bool isSecure)
    {
        BroadcastRing<AccessUnit> held = _server.Stream().Ring;
        while (held.Head - held.NewestJoinPoint < 40) await _publisher.SendAsync(1);
        long units = held.Head - held.NewestJoinPoint;
        using HttpResponseMessage answer = await _host.AskAsync("/cam.flv", isSecure: isSecure);
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        using FlvReading read = new();
        Task reading = read.ReadAsync(body, () => read.Units >= units);
        await Eventually.True(
            () =>
            {
                _server.Time.Advance(TimeSpan.FromMilliseconds(10));
                return reading.IsCompleted;
            },
            "all that is held has come");
        await reading;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoIsEndedIsTold(bool isSecure)
    {
        using ClientWebSocket socket = await ConnectAsync("/cam.ts", isSecure);
        using HttpResponseMessage answer = await _host.AskAsync("/cam.ts", isSecure: isSecure);
        Session overSocket = await SessionAsync("ws-ts");
        Session overHttp = await SessionAsync("http-ts");
        overSocket.End(SessionEndReason.Kicked);
        overHttp.End(SessionEndReason.Kicked);
        byte[] buffer = new byte[256 * 1024];
        ValueWebSocketReceiveResult result;
        do result = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
        while (result.MessageType != WebSocketMessageType.Close);
        Assert.Equal(1001, (int)socket.CloseStatus!.Value);
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        try
        {
            while (await body.ReadAsync(buffer, Cancellation) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            Assert.True(isSecure, "plain HTTP ends as it should");
        }

        socket.Abort();
        await EndsAsync(overSocket, SessionEndReason.Kicked);
        await EndsAsync(overHttp, SessionEndReason.Kicked);
    }

    [Fact]
    public async Task ClientsThatCloseAreNoticedAndNothingIsLeft()
    {
        string handles = $"/proc/{Environment.ProcessId}/fd";
        await ComeAndGoAsync(10);
        int before = Directory.Exists(handles) ? Directory.GetFiles(handles).Length : 0;
        await ComeAndGoAsync(60);
        if (!Directory.Exists(handles)) return;
        await Eventually.True(() => Directory.GetFiles(handles).Length < before + 20, $"handles are closed, of which {before} were open before");
    }

    [Fact]
    public async Task WhoDoesNotReadSkipsAndIsLetGo()
    {
        using Socket socket = await AskRawAsync("/cam.flv", receiveBuffer: 4096);
        Session session = await SessionAsync("http-flv");

        // The kernel's buffers, and then his lag: key frames go by that he does not get.
        for (int i = 0; i < 400 && session.EndReason is null; i++) await _publisher.SendAsync(10);
        await EndsAsync(session, SessionEndReason.TooSlow);
    }

    [Fact]
    public async Task WhoFallsBehindGoesOnAtAKeyFrame()
    {
        using Socket socket = await AskRawAsync("/cam.flv", receiveBuffer: 4096);
        Session session = await SessionAsync("http-flv");
        using NetworkStream body = new(socket);
        using FlvReading read = new();
        await SkipHeadAsync(body);
        byte[] few = new byte[3000];
        for (int i = 0; i < 300 && session.Skips == 0; i++)
        {
            await _publisher.SendAsync(10);
            read.Read(few.AsSpan(0, await body.ReadAsync(few, Cancellation)));
        }

        Assert.InRange(session.Skips, 1, 20);
        Task sending = _publisher.SendAsync(60);
        int before = read.Units;
        await read.ReadAsync(body, () => read.Units >= before + 100);
        await sending;
        Assert.Equal(0, read.Faults);
        Assert.Null(session.EndReason);
    }

    [Fact]
    public async Task ViewersStayWhileThePublisherIsAwayAndSeeTheEndOfTheStream()
    {
        using HttpResponseMessage answer = await _host.AskAsync("/cam.flv");
        Session session = await SessionAsync("http-flv");
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        using FlvReading read = new();
        await LeaveAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(5));
        _publisher = await _server.PublishAsync();
        Task sending = _publisher.SendAsync(90);
        await read.ReadAsync(body, () => read.Units >= 100);
        await sending;
        Assert.Null(session.EndReason);
        await LeaveAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(11));
        byte[] rest = new byte[64 * 1024];
        while (await body.ReadAsync(rest, Cancellation) > 0)
        {
        }

        await EndsAsync(session, SessionEndReason.PublisherGone);
    }

    [Fact]
    public async Task WhatIsNotThereIsAProblem()
    {
        using HttpResponseMessage missing = await _host.AskAsync("/nobody.flv");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("/problems/stream-not-found", await missing.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using HttpResponseMessage method = await _host.AskAsync("/cam.flv", HttpMethod.Post);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, method.StatusCode);
        using HttpResponseMessage options = await _host.AskAsync("/cam.ts", HttpMethod.Options);
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        using HttpResponseMessage head = await _host.AskAsync("/cam.ts", HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, "video/mp2t"), (head.StatusCode, head.Content.Headers.ContentType?.MediaType));
        using HttpResponseMessage other = await _host.AskAsync("/cam.mkv");
        Assert.Equal((HttpStatusCode)418, other.StatusCode);
        using HttpResponseMessage segment = await _host.AskAsync("/cam/hls/ts/1-s2.ts");
        Assert.Equal((HttpStatusCode)418, segment.StatusCode);
        Assert.Empty(Viewers());
    }

    [Fact]
    public async Task PagesOfOtherOriginsMayBeKeptOut()
    {
        _host.AllowOrigin = "";
        using ClientWebSocket foreign = new();
        foreign.Options.SetRequestHeader("Origin", "https://elsewhere.example");
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(WebSocketUri("/cam.flv", false), Cancellation));
        using ClientWebSocket own = new();
        own.Options.SetRequestHeader("Origin", _host.Plain.ToString().TrimEnd('/'));
        await own.ConnectAsync(WebSocketUri("/cam.flv", false), Cancellation);
        own.Abort();
        await EndsAsync(await SessionAsync("ws-flv"), SessionEndReason.Closed, SessionEndReason.ConnectionLost);
    }

    private async Task LeaveAsync()
    {
        await _publisher.DisposeAsync();
        await Eventually.True(() => !_server.Stream().HasPublisher, "the publisher is gone");
    }

    private IEnumerable<Session> Viewers() => _server.Sessions.All.Where(session => session.Role == SessionRole.Viewer);

    private Task<Session> SessionAsync(string protocol) => Eventually.Value(() => _server.Sessions.All.FirstOrDefault(session => session.Protocol == protocol), () => $"there is a viewer by {protocol}");

    private async Task EndsAsync(Session session, params SessionEndReason[] reasons)
    {
        await Eventually.True(() => session.EndReason is not null && !_server.Sessions.All.Contains(session), "the session ends");
        Assert.Contains(session.EndReason!.Value, reasons);
    }

    private Uri WebSocketUri(string path, bool isSecure) => new UriBuilder(new Uri(isSecure ? _host.Secure : _host.Plain, path)) { Scheme = isSecure ? "wss" : "ws" }.Uri;

    private async Task SendUntilAsync(Func<bool> isEnough)
    {
        while (!isEnough()) await _publisher.SendAsync(10);
    }

    private async Task<ClientWebSocket> ConnectAsync(string path, bool isSecure)
    {
        ClientWebSocket socket = new();
        socket.Options.RemoteCertificateValidationCallback = _host.IsOwn;
        await socket.ConnectAsync(WebSocketUri(path, isSecure), Cancellation);
        return socket;
    }

    private async Task<Socket> AskRawAsync(string path, int receiveBuffer = 0)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(IPAddress.Loopback, _host.Plain.Port, Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), Cancellation);
        return socket;
    }

    private static async Task SkipHeadAsync(Stream body)
    {
        byte[] one = new byte[1];
        for (int ended = 0; ended < 4;)
        {
            await body.ReadExactlyAsync(one, Cancellation);
            ended = one[0] is (byte)'\r' or (byte)'\n' ? ended + 1 : 0;
        }
    }

    private async Task ComeAndGoAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using Socket socket = await AskRawAsync(i % 2 == 0 ? "/cam.flv" : "/cam.ts");
            byte[] some = new byte[2000];
            await socket.ReceiveAsync(some, Cancellation);

            // Every third breaks off without a goodbye.
            if (i % 3 == 0) socket.LingerState = new LingerOption(true, 0);
        }

        await Eventually.True(() => !Viewers().Any() && _host.Running == 0, "all are gone");
    }
}
