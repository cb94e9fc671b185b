using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Pull;

/// <summary>Streams are pulled from GStreamer's RTSP server, and from another Headrace.</summary>
[Trait("Speed", "slow")]
public sealed class PullTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.Hevc))]
    [InlineData(nameof(Clips.Camera))]
    [InlineData(nameof(Clips.OpenGroups))]
    [InlineData(nameof(Clips.Plain), "tcp", "admin", "geheim")]
    [InlineData(nameof(Clips.Plain), "tcp", "admin", "geheim", "basic")]
    [InlineData(nameof(Clips.Pyramid), "udp")]
    [InlineData(nameof(Clips.Hevc), "udp")]
    [InlineData(nameof(Clips.Camera), "automatic", "admin", "geheim")]
    public async Task FramesOfACameraComeOutAsTheyAre(string clip, string transport = "tcp", params string[] credentials)
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Named(clip), credentials);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:source", camera.Url, "--streams:cam1:rtspTransport", transport);
        await server.WaitForStreamAsync("cam1");
        await AssertIsTheClipAsync(server, clip);
        Assert.DoesNotContain("geheim", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", (await server.GetAsync("streams/cam1")).GetRawText() + (await server.GetAsync("config")).GetRawText(), StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Theory]
    [InlineData(nameof(Clips.Plain), "tcp")]
    [InlineData(nameof(Clips.Pyramid), "udp")]
    public async Task FramesOfAnotherServerComeOutAsTheyAre(string clip, string transport)
    {
        await using HeadraceProcess first = await HeadraceProcess.StartAsync("--auth:users", "[ { user: ann, password: se-cret, permissions: [ { action: publish }, { action: read } ] } ]");
        string source = first.Rtsp("cam1").Replace("rtsp://", "rtsp://ann:se-cret@", StringComparison.Ordinal);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), source);
        await first.WaitForStreamAsync("cam1");
        await using HeadraceProcess second = await HeadraceProcess.StartAsync("--streams:cam1:source", source, "--streams:cam1:rtspTransport", transport);
        await second.WaitForStreamAsync("cam1");
        await AssertIsTheClipAsync(second, clip);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(second.Hls("cam1"), 90), 90);
        await second.StopAsync();
        await first.StopAsync();
    }

    [Fact]
    public async Task FramesOfAnotherServerComeOverTlsByItsCertificate()
    {
        using TemporaryFolder folder = new();
        (string certificate, string key) = PemCertificate.Write(folder.Path);
        using X509Certificate2 own = X509CertificateLoader.LoadCertificateFromFile(certificate);
        int[] ports = FreePorts.Take(2);
        await using HeadraceProcess first = await HeadraceProcess.StartAsync(
            "--http:tls:certificate", certificate, "--http:tls:key", key, "--http:tls:listen", $"127.0.0.1:{ports[0]}", "--rtsp:tlsListen", $"127.0.0.1:{ports[1]}");
        string source = $"rtsps://127.0.0.1:{ports[1]}/cam1";
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), source);
        await first.WaitForStreamAsync("cam1");
        await using HeadraceProcess second = await HeadraceProcess.StartAsync(
            "--streams:cam1:source", source, "--streams:cam1:sourceFingerprint", own.GetCertHashString(HashAlgorithmName.SHA256), "--streams:cam2:source", source);
        await second.WaitForStreamAsync("cam1");
        await AssertIsTheClipAsync(second, nameof(Clips.Plain));
        Assert.Contains("the certificate of 127.0.0.1 is not believed", (await second.GetAsync("streams/cam2")).GetProperty("lastError").GetString(), StringComparison.Ordinal);
        await second.StopAsync();
        await first.StopAsync();
    }

    [Fact]
    [Trait("Pain", "9")]
    public async Task ViewersStayWhileTheCameraIsOffForAWhile()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:source", camera.Url, "--defaults:restartIntervalSecs", "2");
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess viewer = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames >= 30, "the viewer plays", cancellation: Cancellation);
        await camera.SwitchOffAsync();
        JsonElement away = await StreamAsync(server, stream => stream.GetProperty("state").GetString() == "error" && stream.GetProperty("inputs")[0].GetProperty("tries").GetInt32() >= 2);
        Assert.Contains("cannot be reached", away.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        int before = FfmpegPlayer.Decoded(viewer).Frames;
        await camera.SwitchOnAsync();
        await server.WaitForStreamAsync("cam1");
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames >= before + 60, "the viewer goes on", cancellation: Cancellation);
        Assert.Equal(0, (await StreamAsync(server, _ => true)).GetProperty("inputs")[0].GetProperty("tries").GetInt32());
        await server.StopAsync();
    }

    [Fact]
    public async Task CameraOnDemandIsStartedByItsFirstHlsViewer()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--streams:cam1:source", camera.Url, "--streams:cam1:sourceOnDemand", "true", "--streams:cam1:sourceOnDemandCloseAfter", "2s");
        Assert.Equal("inactive", (await server.GetAsync("streams/cam1")).GetProperty("state").GetString());
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("cam1"), 60), 60);
        await StreamAsync(server, stream => stream.GetProperty("state").GetString() == "inactive", TimeSpan.FromMinutes(1));
        Assert.Empty(await server.SessionsAsync("rtsp", "publisher"));
        await server.StopAsync();
    }

    [Fact]
    public async Task HlsCommandServesACameraOverHls()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        int[] ports = FreePorts.Take(2);
        using TemporaryFolder state = new();
        await using ClientProcess server = ClientProcess.Start(
            "dotnet", [TestFolders.ServerAssembly, "hls", camera.Url, Path.Combine(state.Path, "kept"), $"{ports[0]}", "--rtsp:listen", $"127.0.0.1:{ports[1]}", "--state", state.Path], workingDirectory: state.Path);
        await Eventually.True(() => server.Output.Contains("/camera/index.m3u8", StringComparison.Ordinal), $"it says where: {server.Errors}", cancellation: Cancellation);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync($"http://127.0.0.1:{ports[0]}/camera/index.m3u8", 90), 90);
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(state.Path, "kept"), "*.m3u8", SearchOption.AllDirectories));
        server.Send(UnixSignal.Terminate);
        Assert.Equal(0, await server.WaitForExitAsync(TimeSpan.FromSeconds(12), Cancellation));
    }

    private static async Task AssertIsTheClipAsync(HeadraceProcess server, string clip)
    {
        VideoCodec codec = Clips.Named(clip).Video;
        string[] overTcp = ["-rtsp_transport", "tcp"];
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(server.Rtsp("cam1"), "v:0", codec, seconds: 4, inputOptions: overTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: Cancellation), received, atLeast: 90);
        if (Clips.Named(clip).Audio == AudioCodec.None) return;
        received = await FrameHashes.ReadAsync(server.Rtsp("cam1"), "a:0", seconds: 2, inputOptions: overTcp, cancellation: Cancellation);
        Assert.NotEmpty(received);
        if (Clips.Named(clip).Audio != AudioCodec.Pcmu) Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: Cancellation), received, atLeast: 50);
    }

    private static async Task<JsonElement> StreamAsync(HeadraceProcess server, Func<JsonElement, bool> isAsWanted, TimeSpan? within = null)
    {
        JsonElement stream = default;
        await Eventually.True(async () => isAsWanted(stream = await server.GetAsync("streams/cam1")), "the stream is as wanted", within, Cancellation);
        return stream;
    }
}
