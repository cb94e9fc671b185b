using System.Text;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.BadInput;

/// <summary>Peers that speak nonsense, and peers that say nothing, beside a viewer who loses nothing by them.</summary>
[Trait("Speed", "slow")]
public sealed class HostilePeersTests
{
    private const string Stream = "cam1";
    private const int Silent = 8000;
    private const int Frames = 420;

    [Fact]
    [Trait("Pain", "8")]
    public async Task RubbishOnEveryPortHarmsNobody()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport> healthy = FfmpegPlayer.PlayRtspAsync(server.Rtsp(Stream), Frames);
        string viewer = await server.WaitForViewerAsync("rtsp");
        foreach (byte[] rubbish in Rubbish())
        {
            foreach (string url in new[] { server.Rtsp(""), server.Page("") })
            {
                using Peer peer = await Peer.ConnectAsync(url);
                await peer.SendAsync(rubbish);
                await peer.LeaveAsync();
            }
        }

        Assert.Equal(viewer, await server.WaitForViewerAsync("rtsp"));
        await Eventually.True(async () => (await server.GetAsync("sessions")).GetProperty("items").GetArrayLength() <= 2, "of the rubbish no session is left");
        Run.AssertIsContinuous(await healthy, Frames);
        Assert.DoesNotContain("fault of the server", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(" error ", server.Log, StringComparison.Ordinal);
        Assert.Contains(" warn  rtsp    127.0.0.1:", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task ThousandsOfConnectionsThatSayNothingEndAndHarmNobody()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--limits:idleTimeout", "10s");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport> healthy = FfmpegPlayer.PlayRtspAsync(server.Rtsp(Stream), Frames);
        await server.WaitForViewerAsync("rtsp");
        Peer[] silent = await Task.WhenAll(Enumerable.Range(0, Silent).Select(i => Peer.ConnectAsync(i % 2 == 0 ? server.Rtsp("") : server.Page(""))));
        Assert.True(await server.CensusAsync("connections") > Silent / 2, "the connections are counted");
        await Task.WhenAll(silent.Select(peer => peer.WaitForEndAsync()));
        foreach (Peer peer in silent) peer.Dispose();
        await Eventually.True(async () => await server.CensusAsync("connections") <= 10, "the silent connections are counted out", cancellation: TestContext.Current.CancellationToken);
        await Eventually.True(
            () => server.Log.Contains("RTSP connections were closed that asked for nothing in time", StringComparison.Ordinal), "the log says so", cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsContinuous(await healthy, Frames);
        await server.StopAsync();
    }

    private static IEnumerable<byte[]> Rubbish()
    {
        Random random = new(5);
        for (int length = 1; length <= 1 << 20; length *= 4)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            yield return bytes;
        }

        yield return [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3]; // the beginning of TLS
        yield return "\r\n\r\n\r\n"u8.ToArray();
        yield return [.. "$"u8, 0, 0xFF, 0xFF, .. new byte[70_000]];
        yield return Encoding.ASCII.GetBytes($"OPTIONS rtsp://127.0.0.1/{new string('a', 100_000)} RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        yield return Encoding.ASCII.GetBytes("OPTIONS * RTSP/1.0\r\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"X{i}: y\r\n")) + "\r\n");
        yield return "ANNOUNCE rtsp://127.0.0.1/cam2 RTSP/1.0\r\nCSeq: 1\r\nContent-Type: application/sdp\r\nContent-Length: 4294967295\r\n\r\nv=0\r\n"u8.ToArray();
        yield return "DESCRIBE rtsp://127.0.0.1/../../etc/passwd RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8.ToArray();
        yield return "PLAY rtsp://127.0.0.1/cam1 RTSP/1.0\r\nCSeq: 1\r\nSession: 1\r\n\r\n"u8.ToArray();
        yield return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray();
        yield return "GET /%00%ff/..%2f/index.m3u8 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray();
        yield return "GET /cam1/hls/video0/index.m3u8?_HLS_msn=-1&_HLS_part=99999999999999999999 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray();
    }
}
