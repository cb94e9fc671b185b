using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Access;

/// <summary>RTSPS and HTTPS with ffmpeg and GStreamer, and a certificate that is renewed while they play.</summary>
[Trait("Speed", "slow")]
public sealed class SecureTransportTests
{
    private const int Frames = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RtspsAndHttpsCarryEveryFrame()
    {
        using TemporaryFolder folder = new();
        (string certificate, string key) = PemCertificate.Write(folder.Path);
        int[] ports = FreePorts.Take(2);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--http:tls:certificate", certificate, "--http:tls:key", key, "--http:tls:listen", $"127.0.0.1:{ports[0]}", "--rtsp:tlsListen", $"127.0.0.1:{ports[1]}");
        string rtsps = $"rtsps://127.0.0.1:{ports[1]}/cam1";
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), rtsps);
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess player = FfmpegPlayer.StartRtsp(rtsps);
        await Eventually.True(() => FfmpegPlayer.Decoded(player).Frames > 0, "the viewer sees something", cancellation: Cancellation);
        PemCertificate.Write(folder.Path, "renewed");
        await Eventually.True(() => server.Log.Contains("CN=renewed", StringComparison.Ordinal), "the certificate is read again", cancellation: Cancellation);
        Run.AssertIsContinuous(await GStreamerPlayer.PlayRtspAsync(rtsps, Clips.Plain.Height, Frames, "tls-validation-flags=0"), Frames);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync($"https://127.0.0.1:{ports[0]}/cam1/index.m3u8", Frames), Frames);
        int seen = FfmpegPlayer.Decoded(player).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(player).Frames > seen + 30, "the first viewer goes on", cancellation: Cancellation);
        Assert.True(FfmpegPlayer.Decoded(player).IsContinuous, FfmpegPlayer.Decoded(player).ToString());
        Assert.Contains((await server.GetAsync("sessions")).GetProperty("items").EnumerateArray(), session => session.GetProperty("protocol").GetString() == "rtsps");
        await server.StopAsync();
    }
}
