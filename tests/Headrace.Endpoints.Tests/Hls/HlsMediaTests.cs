using System.Net;
using System.Net.Sockets;
using System.Text;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Media.Buffers;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls;

public sealed class HlsMediaTests : HlsTest
{
    protected override StreamOptions Stream => new() { PublisherGrace = TimeSpan.FromSeconds(60) };

    [Fact]
    public async Task HintedPartIsWaitedForAndIsThePartThatThePlaylistNamesThen()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        Task<HttpResponseMessage> hinted = Host.GetAsync(Beside(url, now.Hint));
        await WaitsAsync(1);
        using HttpResponseMessage response = await PublishUntilAsync(hinted);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("immutable", response.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        LivePlaylist later = await ReloadAsync(url);
        Assert.Contains(now.Hint, later.Parts);
        using HttpResponseMessage again = await Host.GetAsync(Beside(url, now.Hint));
        Assert.Equal(await response.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task SegmentIsItsPartsOneBehindTheOther()
    {
        string url = await JoinAsync();
        await Publisher.SendAsync(60);
        LivePlaylist now = await ReloadAsync(url);
        byte[] segment = await BytesOfAsync(Beside(url, now.Segments[^1]));
        int last = Array.FindLastIndex(now.Lines, line => !line.StartsWith('#'));
        int before = Array.FindLastIndex(now.Lines, last - 1, line => !line.StartsWith('#'));
        using MemoryStream parts = new();
        foreach (string line in now.Lines[(before + 1)..last].Where(line => line.StartsWith("#EXT-X-PART:", StringComparison.Ordinal)))
        {
            string uri = line.Split("URI=\"")[1].Split('"')[0];
            parts.Write(await BytesOfAsync(Beside(url, uri)));
        }

        Assert.True(parts.Length > 0);
        Assert.Equal(parts.ToArray(), segment);
    }

    [Fact]
    public async Task WhatIsNotHereIsNotFoundAtOnce()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        string incarnation = now.Hint.Split('-')[0];
        long hint = long.Parse(now.Hint.Split('p')[^1].Split('.')[0], null);
        string[] gone = [$"{incarnation}-p{hint + 1}.m4s", $"{incarnation}-s99999.m4s", $"{incarnation}-init9.mp4", "00000000-s1.m4s", $"{incarnation}-s.m4s", $"{incarnation}-q1.m4s", "x"];
        foreach (string uri in gone[..4]) Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync(Beside(url, uri)));
        foreach (string uri in gone[4..]) Assert.Equal((HttpStatusCode)418, await Host.StatusOfAsync(Beside(url, uri)));
    }

    [Fact]
    public async Task RequestForMediaStartsNoBranch()
    {
        await Publisher.SendAsync(100);
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync("/cam/hls/0/12345678-s1.m4s"));
        Assert.Equal(0, Server.Stream().Branches.Count);
    }

    [Fact]
    public async Task HintedPartThatDoesNotComeIsUnavailable()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        (await Publisher.Client.RequestAsync("TEARDOWN", Publisher.Url)).MustBe(200);
        now = await ReloadAsync(url);
        Task<HttpResponseMessage> hinted = Host.GetAsync(Beside(url, now.Hint));
        await WaitsAsync(1);
        Server.Time.Advance(TimeSpan.FromSeconds(3 * now.TargetDuration + 1));
        using HttpResponseMessage response = await PassUntilAsync(hinted);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task CancelledRequestsGiveTheirBuffersBack()
    {
        string url = await JoinAsync();
        await Publisher.SendAsync(60);
        LivePlaylist now = await ReloadAsync(url);
        for (int i = 0; i < 30; i++)
        {
            using CancellationTokenSource leaving = new();
            Task<HttpResponseMessage> hinted = Host.GetAsync(Beside(url, now.Hint), leaving.Token);
            Task<HttpResponseMessage> reload = Host.GetAsync($"{url}&_HLS_msn={now.NextSegment + 1}", leaving.Token);
            await WaitsAsync(2);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hinted);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reload);
            await WaitsAsync(0);
        }

        await AbortInTheMiddleAsync(Beside(url, now.Segments[^1]));
        Assert.Empty(Server.Log.Faults);

        // When the viewer is gone too, only the stream's own ring is left.
        await Publisher.SendAsync(25 * 40);
        Assert.Equal(0, Server.Stream().Branches.Count);
        long held = Server.Stream().Ring.Head - Server.Stream().Ring.Tail;
        Assert.InRange(MediaBufferPool.Shared.Outstanding, held, held + 4);
    }

    [Fact]
    public async Task SegmentThatIsBeingSentOutlivesTheWindow()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        byte[] expected = await BytesOfAsync(Beside(url, now.Segments[0]));
        Assert.True(expected.Length > 50_000);
        using Socket slow = await RequestAsync(Beside(url, now.Segments[0]));
        for (int i = 0; i < 40; i++)
        {
            await Publisher.SendAsync(50);
            await ReloadAsync(url);
        }

        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync(Beside(url, now.Segments[0])));
        byte[] got = new byte[expected.Length + 4096];
        int count = 0;
        while (count < expected.Length && await slow.ReceiveAsync(got.AsMemory(count)).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) is > 0 and int read) count += read;
        int head = got.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        while (count < head + expected.Length && await slow.ReceiveAsync(got.AsMemory(count)).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) is > 0 and int read) count += read;
        Assert.Equal(expected, got[head..(head + expected.Length)]);
    }

    private async Task<byte[]> BytesOfAsync(string path)
    {
        using HttpResponseMessage response = await Host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private async Task<Socket> RequestAsync(string path)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048 };
        await socket.ConnectAsync(IPAddress.Loopback, Host.Client.BaseAddress!.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"));
        return socket;
    }

    private async Task AbortInTheMiddleAsync(string path)
    {
        for (int i = 0; i < 20; i++)
        {
            using Socket socket = await RequestAsync(path);
            Assert.True(await socket.ReceiveAsync(new byte[100]) > 0);
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }

        await WaitsAsync(0);
    }
}
