using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.BadInput;

/// <summary>What the server does not let in, and how it ends: with a clear line each.</summary>
[Trait("Speed", "slow")]
public sealed class RefusalTests
{
    private const string Stream = "cam1";

    [Fact]
    public async Task PublisherOnATakenNameIsRefusedAndTheFirstGoesOn()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--defaults:overridePublisher", "false");
        await using ClientProcess first = FfmpegPublisher.StartRtsp(clip, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport> viewer = FfmpegPlayer.PlayRtspAsync(server.Rtsp(Stream), 120);
        await using ClientProcess second = FfmpegPublisher.StartRtsp(clip, server.Rtsp(Stream));
        Assert.NotEqual(0, await second.WaitForExitAsync(cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("403 Forbidden", second.Errors, StringComparison.Ordinal);
        Assert.Matches("warn  rtsp    127\\.0\\.0\\.1:[0-9]+ may not publish cam1: ", server.Log);
        Assert.Single(await server.SessionsAsync("rtsp", "publisher"));
        Run.AssertIsContinuous(await viewer, 120);
        await server.StopAsync();
    }

    [Fact]
    public async Task PublisherOnATakenNameTakesOverWhereThatIsAllowed()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess first = FfmpegPublisher.StartRtsp(clip, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        string replaced = (await server.SessionsAsync("rtsp", "publisher"))[0].GetProperty("id").GetString()!;
        await using ClientProcess second = CopyPublisher.StartFrom(30, clip, server.Rtsp(Stream));
        await first.WaitForExitAsync(cancellation: TestContext.Current.CancellationToken);
        await server.WaitForStreamAsync(Stream);
        Assert.NotEqual(replaced, Assert.Single(await server.SessionsAsync("rtsp", "publisher")).GetProperty("id").GetString());
        Assert.Contains("left (Overridden)", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task DescriptionWithoutUsableTracksIsRefused()
    {
        const string Sdp = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n";
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        using Peer peer = await Peer.ConnectAsync(server.Rtsp(""));
        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(
            $"ANNOUNCE {server.Rtsp(Stream)} RTSP/1.0\r\nCSeq: 1\r\nContent-Type: application/sdp\r\nContent-Length: {Sdp.Length}\r\n\r\n{Sdp}"));
        await peer.LeaveAsync();
        await Eventually.True(() => server.Log.Contains("may not publish cam1: ", StringComparison.Ordinal), "the log says that it was refused");
        Assert.Equal(0, await server.CensusAsync("streams"));
        await server.StopAsync();
    }

    [Fact]
    public async Task EverySessionHasItsReasonWhenTheServerStops()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await LivePlaylist.ReadAsync(server, Stream);
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-rtsp_transport", "tcp", "-i", server.Rtsp(Stream), "-f", "null", "-"]);
        await server.WaitForViewerAsync("rtsp");
        using SocketViewer silent = await SocketViewer.ConnectAsync(server.Rtsp(Stream), receiveBuffer: 4096);
        await silent.DescribeAsync();
        await silent.PlayAsync();
        await server.WaitForViewerAsync("hls");
        int sessions = (await server.GetAsync("sessions")).GetProperty("items").GetArrayLength();
        Assert.Equal(4, sessions);
        await server.StopAsync();
        Assert.Contains($"Stopping (SIGTERM): {sessions} sessions end", server.Log, StringComparison.Ordinal);
        Assert.Equal(sessions, server.Log.Split("left (ServerShutdown)").Length - 1);
    }

    [Fact]
    public async Task MisspeltKeyOfTheFileEndsTheStartWithTheKeyThatWasMeant()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "headrace.yml"), "hls:\n  segmentDuraton: 2s\n", TestContext.Current.CancellationToken);
        await using ClientProcess server = ClientProcess.Start("dotnet", [TestFolders.ServerAssembly, "serve"], workingDirectory: folder.Path);
        Assert.Equal(1, await server.WaitForExitAsync(cancellation: TestContext.Current.CancellationToken));
        string line = Assert.Single(server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.EndsWith("headrace.yml:2:3: hls.segmentDuraton: there is no such key; did you mean segmentDuration?", line, StringComparison.Ordinal);
    }
}
