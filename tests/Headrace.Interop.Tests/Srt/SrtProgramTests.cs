using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Srt;

/// <summary>ffmpeg, srt-live-transmit, GStreamer and VLC publish and play over SRT.</summary>
[Trait("Speed", "slow")]
public sealed class SrtProgramTests
{
    private const string Stream = "site/cam1";
    private const int Frames = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProgramsDecodeEveryFrameAtTheSameTime()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = SrtClients.PublishByFfmpeg(await TestMedia.GetAsync(Clips.Plain), server.Srt($"publish:{Stream}"));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport>[] players =
        [
            SrtClients.PlayByFfmpegAsync(server.Srt($"#!::r={Stream}"), Frames),
            SrtClients.PlayByLiveTransmitAsync(server.Srt($"read:{Stream}", "&latency=200"), Frames),
            SrtClients.PlayByGStreamerAsync(server.Srt($"read:{Stream}"), Clips.Plain.Height, Frames),
        ];
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, Frames);
        JsonElement session = Assert.Single(await server.SessionsAsync("srt", "publisher"));
        Assert.Equal(0, session.GetProperty("link").GetProperty("packetsDropped").GetInt64());
        await server.StopAsync();
    }

    /// <summary>VLC leaves out what it decodes too late to show; it decodes nothing twice, and goes on.</summary>
    [Fact]
    public async Task VlcPlays()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = SrtClients.PublishByFfmpeg(await TestMedia.GetAsync(Clips.Plain), server.Srt($"publish:{Stream}"));
        await server.WaitForStreamAsync(Stream);
        BarcodeReport report = await VlcPlayer.PlayAsync(server.Srt($"read:{Stream}"), Clips.Plain.Width, Clips.Plain.Height, Frames);
        Assert.True(report is { Frames: >= Frames, Backwards: 0, Repeated: 0 }, report.ToString());
        Assert.DoesNotContain("goes on at the next key frame", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task LiveTransmitPublishes() => await PublishesAsync(async (server, file) => await Task.FromResult(SrtClients.PublishByLiveTransmit(file, server.Srt($"#!::m=publish,r={Stream}"))));

    [Fact]
    public async Task GStreamerPublishes() => await PublishesAsync((server, file) => SrtClients.PublishByGStreamerAsync(file, server.Srt($"publish:{Stream}")));

    /// <summary>Access units are the same, whatever carries them: in over RTSP, out over SRT; and in over SRT, out over RTSP.</summary>
    [Theory]
    [InlineData(nameof(Clips.Plain), true)]
    [InlineData(nameof(Clips.Hevc), false)]
    public async Task WhatGoesInComesOut(string clip, bool isInOverRtsp)
    {
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        VideoCodec codec = Clips.Named(clip).Video;
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = isInOverRtsp ? FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream)) : SrtClients.PublishByFfmpeg(file, server.Srt($"publish:{Stream}"));
        await server.WaitForStreamAsync(Stream);
        (string url, string[] options) = isInOverRtsp ? (server.Srt($"read:{Stream}"), Array.Empty<string>()) : (server.Rtsp(Stream), ["-rtsp_transport", "tcp"]);
        Task<IReadOnlyList<FrameHash>> pictures = FrameHashes.ReadAsync(url, "v:0", codec, seconds: 3, inputOptions: options, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> sounds = FrameHashes.ReadAsync(url, "a:0", seconds: 3, inputOptions: options, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: Cancellation), await pictures, atLeast: 60);
        Assert.True((await sounds).Count > 80);
        await server.StopAsync();
    }

    [Fact]
    public async Task PassphrasesOfAStreamHold()
    {
        const string Passphrase = "of the publisher";
        const string Encrypted = $"&passphrase={Passphrase}&pbkeylen=32";
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await File.WriteAllTextAsync(file, $"streams: {{ {Stream}: {{ srtPublishPassphrase: {Passphrase}, srtReadPassphrase: of the viewers }} }}", Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", file);
        string clip = await TestMedia.GetAsync(Clips.Plain);
        foreach (string wrong in new[] { "", "&passphrase=of somebody else" })
        {
            await using ClientProcess refused = SrtClients.PublishByFfmpeg(clip, server.Srt($"publish:{Stream}", wrong));
            Assert.NotEqual(0, await refused.WaitForExitAsync(TimeSpan.FromSeconds(30), Cancellation));
        }

        await using ClientProcess publisher = SrtClients.PublishByFfmpeg(clip, server.Srt($"publish:{Stream}", Encrypted));
        await server.WaitForStreamAsync(Stream);
        Run.AssertIsContinuous(await SrtClients.PlayByFfmpegAsync(server.Srt($"read:{Stream}", "&passphrase=of the viewers"), 30), 30);
        JsonElement session = Assert.Single(await server.SessionsAsync("srt", "publisher"));
        Assert.Equal(256, session.GetProperty("link").GetProperty("keyBits").GetInt32());
        Assert.DoesNotContain(Passphrase, server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    /// <summary>A publisher that is killed says nothing: it is missed after 5 s. Its viewers stay, and go on with the one that comes back.</summary>
    [Fact]
    public async Task ViewersGoOnWithThePublisherThatReturns()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess first = SrtClients.PublishByFfmpeg(file, server.Srt($"publish:{Stream}"));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport> viewer = SrtClients.PlayByFfmpegAsync(server.Srt($"read:{Stream}"), 150);
        string id = await server.WaitForViewerAsync("srt");
        await server.WaitForMoreUnitsAsync(Stream, 60);
        first.Send(UnixSignal.Kill);
        await Eventually.True(async () => (await server.SessionsAsync("srt", "publisher")).Count == 0, "the publisher is missed", cancellation: Cancellation);
        Assert.Contains("left SRT (ConnectionLost)", server.Log, StringComparison.Ordinal);
        await using ClientProcess returned = SrtClients.PublishByFfmpeg(file, server.Srt($"publish:{Stream}"), from: 30);
        await server.WaitForMoreUnitsAsync(Stream, 30);
        Assert.Equal(id, await server.WaitForViewerAsync("srt"));
        BarcodeReport report = await viewer;
        uint[] before = [.. report.Numbers.TakeWhile(number => number < 30 * 30)];
        Run.AssertIsContinuous(new BarcodeReport(before), 60);
        Run.AssertIsContinuous(new BarcodeReport([.. report.Numbers.Skip(before.Length)]), 30);
        await server.StopAsync();
    }

    [Fact]
    public async Task WithoutItsLibraryTheServerServesTheRestAndSaysWhatToInstall()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--srt:library", "/nowhere/libsrt.so", "--srt:listen", "");
        Assert.DoesNotContain("SRT listens", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
        using TemporaryFolder state = new();
        string[] ports = [.. FreePorts.Take(3).Select(port => $"127.0.0.1:{port}")];
        string[] arguments = [TestFolders.ServerAssembly, "serve", "--http:listen", ports[0], "--rtsp:listen", ports[1], "--state", state.Path, "--srt:library", "/nowhere/libsrt.so"];
        await using (ClientProcess explicitly = ClientProcess.Start("dotnet", [.. arguments, "--srt:listen", ports[2]], workingDirectory: state.Path))
        {
            Assert.NotEqual(0, await explicitly.WaitForExitAsync(TimeSpan.FromSeconds(30), Cancellation));
            Assert.Contains("install the package libsrt1.5-openssl (srt.listen)", explicitly.Errors, StringComparison.Ordinal);
        }

        await using ClientProcess byDefault = ClientProcess.Start("dotnet", arguments, workingDirectory: state.Path);
        await Eventually.True(() => byDefault.Errors.Contains("SRT is off: libsrt is not on this machine", StringComparison.Ordinal), "it says that SRT is off", cancellation: Cancellation);
        await Eventually.True(() => byDefault.Errors.Contains("HTTP listens", StringComparison.Ordinal), "it serves the rest", cancellation: Cancellation);
    }

    private static async Task PublishesAsync(Func<HeadraceProcess, string, Task<ClientProcess>> publish)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = await publish(server, await TestMedia.GetAsync(Clips.Plain));
        await server.WaitForStreamAsync(Stream);
        Run.AssertIsContinuous(await SrtClients.PlayByFfmpegAsync(server.Srt($"read:{Stream}"), Frames), Frames);
        await server.StopAsync();
    }
}
