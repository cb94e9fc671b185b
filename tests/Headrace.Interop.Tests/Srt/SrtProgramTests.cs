using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Srt;

/// <summary>ffmpeg, srt-live-transmit and GStreamer publish and play over SRT; what they decode of each other is in the matrix.</summary>
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

    /// <summary>Each form of stream id over the wire, with and without credentials, each with a key of another length.</summary>
    [Fact]
    public async Task EveryFormOfStreamIdAndEveryLengthOfKeyIsTaken()
    {
        const string Passphrase = "&passphrase=open-sesame-0815";
        const string Users = "[ { user: any, permissions: [ { action: publish, path: '~^open/' }, { action: read, path: '~^open/' } ] }, { user: ann, password: se-cret, permissions: [ { action: publish }, { action: read } ] } ]";
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--srt:passphrase", "open-sesame-0815", "--auth:users", Users);
        string file = await TestMedia.GetAsync(Clips.Plain);
        (string Id, string Stream, int Key)[] publishers =
        [
            ("publish:open/a", "open/a", 16), ("open/b", "open/b", 24), ("#!::m=publish,r=open/c", "open/c", 32),
            ("publish:closed/d:ann:se-cret", "closed/d", 24), ("#!::m=publish,r=/closed/e,u=ann,s=se-cret", "closed/e", 32),
        ];
        (string Id, int Key)[] viewers =
        [
            ("read:open/a", 16), ("#!::r=open/b", 24), ("#!::m=request,r=/open/c", 32), ("request:open/a", 16), ("play:open/b", 24),
            ("read:closed/d:ann:se-cret", 32), ("#!::m=request,r=closed/e,u=ann,s=se-cret", 16),
        ];
        List<ClientProcess> programs = [];
        try
        {
            foreach ((string id, _, int key) in publishers) programs.Add(SrtClients.PublishByLiveTransmit(file, server.Srt(id, $"{Passphrase}&pbkeylen={key}")));
            foreach ((_, string stream, _) in publishers) await server.WaitForStreamAsync(stream);
            await AssertKeysAsync(server, "publisher", publishers.Select(publisher => publisher.Key));
            ClientProcess[] players = [.. viewers.Select(viewer => SrtClients.CopyByLiveTransmit(server.Srt(viewer.Id, $"{Passphrase}&pbkeylen={viewer.Key}")))];
            programs.AddRange(players);
            await AssertKeysAsync(server, "viewer", viewers.Select(viewer => viewer.Key));
            foreach ((ClientProcess player, (string id, _)) in players.Zip(viewers))
                await Eventually.True(() => player.Output.Split('\n').Count(line => line.StartsWith("0,", StringComparison.Ordinal)) >= Frames, $"{Frames} pictures come for {id}: {player.Errors}", cancellation: Cancellation);
        }
        finally
        {
            foreach (ClientProcess program in programs) await program.DisposeAsync();
        }

        await server.StopAsync();
    }

    /// <summary>Two that call each other from the same port: the other side has another address of the loopback interface.</summary>
    [Fact]
    public async Task RendezvousBringsAStreamInAndOut()
    {
        int[] ports = FreePorts.Take(2);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:source", $"srt://127.0.0.2:{ports[0]}?mode=rendezvous", "--streams:cam1:forward", $"srt://127.0.0.2:{ports[1]}?mode=rendezvous");
        await using ClientProcess publisher = SrtClients.PublishByLiveTransmit(await TestMedia.GetAsync(Clips.Plain), $"srt://127.0.0.1:{ports[0]}?mode=rendezvous&adapter=127.0.0.2");
        await server.WaitForStreamAsync("cam1");
        BarcodeReport report = await SrtClients.PlayByLiveTransmitAsync($"srt://127.0.0.1:{ports[1]}?mode=rendezvous&adapter=127.0.0.2", Frames);
        Run.AssertIsContinuous(report, Frames);
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
            Assert.Contains("install the package libsrt1.5-gnutls (srt.listen)", explicitly.Errors, StringComparison.Ordinal);
        }

        await using ClientProcess byDefault = ClientProcess.Start("dotnet", arguments, workingDirectory: state.Path);
        await Eventually.True(() => byDefault.Errors.Contains("SRT is off: libsrt is not on this machine", StringComparison.Ordinal), "it says that SRT is off", cancellation: Cancellation);
        await Eventually.True(() => byDefault.Errors.Contains("HTTP listens", StringComparison.Ordinal), "it serves the rest", cancellation: Cancellation);
    }

    /// <summary>All are there at the same time, each with the key that it asked for.</summary>
    private static async Task AssertKeysAsync(HeadraceProcess server, string role, IEnumerable<int> lengths)
    {
        int[] expected = [.. lengths.Select(length => length * 8).Order()];
        int[] seen = [];
        await Eventually.True(
            async () =>
            {
                seen = [.. (await server.SessionsAsync("srt", role)).Select(session => session.TryGetProperty("link", out JsonElement link) && link.ValueKind == JsonValueKind.Object ? link.GetProperty("keyBits").GetInt32() : 0).Order()];
                return seen.SequenceEqual(expected);
            },
            $"keys of each {role}", cancellation: Cancellation);
    }
}
