using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtmp;

/// <summary>ffmpeg 5.1 and 8.1, GStreamer, mpv and VLC publish and play over RTMP and RTMPS.</summary>
[Trait("Speed", "slow")]
public sealed class RtmpProgramTests
{
    private const string Stream = "live/cam1";
    private const int Frames = 60;

    private static readonly string[] Tracks = ["v:0", "v:1", "a:0", "a:1"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProgramsDecodeEveryFrameAtTheSameTime()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = RtmpClients.PublishByFfmpeg(await TestMedia.GetAsync(Clips.Plain), server.Rtmp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport>[] players =
        [
            RtmpClients.PlayByFfmpegAsync(server.Rtmp(Stream), Frames),
            RtmpClients.PlayByGStreamerAsync(server.Rtmp(Stream), Clips.Plain.Height, Frames),
            MpvPlayer.PlayAsync(server.Rtmp(Stream), Frames),
            Ffmpeg8.PlayAsync(server.Rtmp(Stream), Frames),
        ];
        Task<BarcodeReport> vlc = VlcPlayer.PlayAsync(server.Rtmp(Stream), Clips.Plain.Width, Clips.Plain.Height, Frames);
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, Frames);

        // VLC leaves out what it decodes too late to show.
        BarcodeReport shown = await vlc;
        Assert.True(shown is { Frames: >= Frames, Backwards: 0, Repeated: 0 }, shown.ToString());
        Assert.Contains("compatible; Lavf", Assert.Single(await server.SessionsAsync("rtmp", "publisher")).GetProperty("userAgent").GetString(), StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task GStreamerPublishes()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = await RtmpClients.PublishByGStreamerAsync(await TestMedia.GetAsync(Clips.Plain), server.Rtmp(Stream));
        await server.WaitForStreamAsync(Stream);
        Run.AssertIsContinuous(await BarcodeDecoder.ReadAsync(server.Rtsp(Stream), Frames, ["-rtsp_transport", "tcp"], cancellation: Cancellation), Frames);
        await server.StopAsync();
    }

    /// <summary>Access units are the same, whatever carries them: in over RTMP, out over RTSP; and in over RTSP, out over RTMP.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatGoesInComesOut(bool isInOverRtmp)
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = isInOverRtmp ? RtmpClients.PublishByFfmpeg(file, server.Rtmp(Stream)) : FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        (string url, string[] options) = isInOverRtmp ? (server.Rtsp(Stream), (string[])["-rtsp_transport", "tcp"]) : (server.Rtmp(Stream), []);
        Task<IReadOnlyList<FrameHash>> pictures = FrameHashes.ReadAsync(url, "v:0", VideoCodec.H264, seconds: 4, inputOptions: options, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> sounds = FrameHashes.ReadAsync(url, "a:0", seconds: 4, inputOptions: options, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", VideoCodec.H264, cancellation: Cancellation), await pictures, atLeast: 60);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: Cancellation), await sounds, atLeast: 80);
        await server.StopAsync();
    }

    /// <summary>FFmpeg 8.1 publishes and plays in the enhanced form; what it published plays over RTSP too.</summary>
    [Fact]
    public async Task EnhancedRtmpGoesBothWays()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess hevc = Ffmpeg8.Push(await TestMedia.GetAsync(Clips.Hevc), server.Rtmp("live/hevc"), "flv");
        await using ClientProcess av1 = Ffmpeg8.Push(await TestMedia.GetAsync(Clips.Av1 with { Audio = AudioCodec.Opus }), server.Rtmp("live/av1"), "flv");
        await server.WaitForStreamAsync("live/hevc");
        await server.WaitForStreamAsync("live/av1");
        Task<BarcodeReport>[] players = [Ffmpeg8.PlayAsync(server.Rtmp("live/hevc"), Frames), Ffmpeg8.PlayAsync(server.Rtmp("live/av1"), Frames)];
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, Frames);
        JsonElement tracks = (await server.GetAsync("streams/live/av1")).GetProperty("tracks");
        Assert.Equal(["av1", "opus"], tracks.EnumerateArray().Select(track => track.GetProperty("codec").GetString()));
        await server.StopAsync();
    }

    /// <summary>FFmpeg 8.1 publishes two pictures and two sounds in one stream, and plays them again, over RTMP and as FLV over HTTP.</summary>
    [Fact]
    public async Task SeveralTracksGoBothWays()
    {
        string clip = await DerivedMedia.GetAsync("four-tracks.mp4", MakeFourTracksAsync);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = Ffmpeg8.Push(clip, server.Rtmp(Stream), "flv");
        await server.WaitForStreamAsync(Stream);
        string[] codecs = [.. (await server.GetAsync($"streams/{Stream}")).GetProperty("tracks").EnumerateArray().Select(static track => track.GetProperty("codec").GetString()!)];
        Assert.Equal(["aac", "aac", "h264", "h264"], codecs.Order(StringComparer.Ordinal));
        foreach (string url in (string[])[server.Rtmp(Stream), server.Page($"{Stream}.flv")])
        {
            IReadOnlyList<int> packets = await Ffmpeg8.CountAsync(url, 400);
            Assert.True(packets.Count == 4 && packets.All(static count => count > 40), $"{url}: packets of each track {string.Join(", ", packets)}");
        }

        // Each track is the one that it was: the two sounds differ, and so do the two pictures.
        Task<IReadOnlyList<FrameHash>>[] tracks = [.. Tracks.Select(track => FrameHashes.ReadAsync(server.Rtsp(Stream), track, CodecOf(track), seconds: 3, inputOptions: ["-rtsp_transport", "tcp"], cancellation: Cancellation))];
        foreach ((string track, Task<IReadOnlyList<FrameHash>> received) in Tracks.Zip(tracks)) Run.AssertIsPartOf(await FrameHashes.ReadAsync(clip, track, CodecOf(track), cancellation: Cancellation), await received, atLeast: 60);
        await server.StopAsync();
    }

    [Fact]
    public async Task RtmpsAndCredentials()
    {
        const string Users = "[ { user: ann, password: se-cret, permissions: [ { action: publish }, { action: read } ] } ]";
        using TemporaryFolder folder = new();
        (string certificate, string key) = PemCertificate.Write(folder.Path);
        int[] ports = FreePorts.Take(3);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--http:tls:certificate", certificate, "--http:tls:key", key, "--http:tls:listen", $"127.0.0.1:{ports[0]}", "--rtsp:tlsListen", $"127.0.0.1:{ports[1]}", "--rtmp:tlsListen", $"127.0.0.1:{ports[2]}",
            "--auth:users", Users);
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using (ClientProcess refused = RtmpClients.PublishByFfmpeg(file, server.Rtmp($"{Stream}?user=ann&pass=wrong")))
        {
            Assert.NotEqual(0, await refused.WaitForExitAsync(TimeSpan.FromSeconds(30), Cancellation));
            Assert.Contains("the credentials are wrong", refused.Errors, StringComparison.Ordinal);
        }

        await using ClientProcess publisher = RtmpClients.PublishByFfmpeg(file, $"rtmps://127.0.0.1:{ports[2]}/{Stream}?user=ann&pass=se-cret");
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport>[] players =
        [
            RtmpClients.PlayByFfmpegAsync($"rtmps://127.0.0.1:{ports[2]}/{Stream}?token=ann%3Ase-cret", 30),
            RtmpClients.PlayByFfmpegAsync(server.Rtmp($"{Stream}?user=ann&pass=se-cret"), 30),
        ];
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, 30);
        Assert.DoesNotContain("se-cret", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    /// <summary>ffmpeg, and a Headrace that forwards, answer a server that asks publishers for a user.</summary>
    [Fact]
    public async Task WhoIsAskedForAUserAnswers()
    {
        const string Users = "[ { user: ann, password: se-cret, permissions: [ { action: publish } ] }, { user: any, permissions: [ { action: read } ] } ]";
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--rtmp:askForUser", "true", "--auth:users", Users);
        foreach ((string credentials, string said) in ((string, string)[])[("", "No credentials set"), ("ann:wrong@", "the credentials are wrong"), ("eve:se-cret@", "the credentials are wrong")])
        {
            await using ClientProcess refused = RtmpClients.PublishByFfmpeg(file, As(credentials, server.Rtmp(Stream)));
            Assert.NotEqual(0, await refused.WaitForExitAsync(TimeSpan.FromSeconds(30), Cancellation));
            Assert.Contains(said, refused.Errors, StringComparison.Ordinal);
        }

        await using ClientProcess publisher = RtmpClients.PublishByFfmpeg(file, As("ann:se-cret@", server.Rtmp(Stream)));
        await server.WaitForStreamAsync(Stream);
        await using HeadraceProcess other = await HeadraceProcess.StartAsync("--streams:copy:source", server.Rtmp(Stream), "--streams:copy:forward", As("ann:se-cret@", server.Rtmp("live/back")));
        await server.WaitForStreamAsync("live/back");
        Run.AssertIsContinuous(await RtmpClients.PlayByFfmpegAsync(server.Rtmp("live/back"), 30), 30);
        Assert.DoesNotContain("se-cret", server.Log + other.Log, StringComparison.Ordinal);
        await other.StopAsync();
        await server.StopAsync();
    }

    private static string As(string credentials, string url) => url.Replace("rtmp://", $"rtmp://{credentials}", StringComparison.Ordinal);

    private static VideoCodec CodecOf(string track) => track[0] == 'v' ? VideoCodec.H264 : VideoCodec.None;

    private static async Task MakeFourTracksAsync(string path)
    {
        Skip.UnlessInstalled("ffmpeg");
        string first = await TestMedia.GetAsync(Clips.Plain);
        string[] input = ["-nostdin", "-loglevel", "error", "-i", first, "-f", "lavfi", "-i", "testsrc=size=320x180:rate=30:duration=40", "-f", "lavfi", "-i", "sine=frequency=880:sample_rate=48000:duration=40"];
        string[] output = ["-map", "0:v", "-map", "1:v", "-map", "0:a", "-map", "2:a", "-t", "40", "-c", "copy", "-c:v:1", "libx264", "-preset:v:1", "ultrafast", "-g:v:1", "30", "-c:a:1", "aac", "-f", "mp4", path];
        await ClientProcess.RunAsync("ffmpeg", [.. input, .. output], TimeSpan.FromSeconds(60), Cancellation);
    }
}
