using System.Globalization;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.RawRtp;

/// <summary>ffmpeg and GStreamer send RTP and transport streams without asking; every frame is decoded behind RTSP and HLS.</summary>
[Trait("Speed", "slow")]
public sealed class RawRtpTests
{
    private const int Frames = 90;

    // Whatever comes from this machine is one stream.
    private static readonly string[] Known = ["--rtp:streams:hall:address", "127.0.0.1"];

    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-loglevel", "warning"];

    [Fact]
    public async Task FfmpegsPictureAndSoundOfOneNameAreOneStream()
    {
        const string Name = "rtp/127.0.0.1-11";
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess picture = await SendAsync(server, Clips.Pyramid, "-an", "-c:v", "copy", "-bsf:v", "h264_mp4toannexb,dump_extra", "-f", "rtp", "-ssrc", "11", "-cname", "ann");
        await using ClientProcess sound = await SendAsync(server, Clips.Pyramid, "-vn", "-c:a", "copy", "-f", "rtp", "-ssrc", "22", "-cname", "ann", "-payload_type", "97");
        await server.WaitForStreamAsync(Name);
        await Eventually.True(
            async () => (await server.GetAsync("streams/" + Uri.EscapeDataString(Name))).GetProperty("tracks").GetArrayLength() == 2, "sound is there too",
            TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Task<BarcodeReport> hls = FfmpegPlayer.PlayHlsAsync(server.Hls(Name), Frames);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp(Name), Frames), Frames);
        Run.AssertIsContinuous(await hls, Frames);
        Assert.Equal("rtp", (await PublisherAsync(server)).GetProperty("protocol").GetString());
        await Eventually.True(
            async () => (await PublisherAsync(server)).GetProperty("bytesOut").GetInt64() > 0, "its reports are answered", TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await server.StopAsync();
    }

    [Theory]
    [InlineData("rtp_mpegts", nameof(Clips.Plain))]
    [InlineData("mpegts", nameof(Clips.Hevc))]
    public async Task FfmpegsTransportStreamIsAStream(string format, string clip)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(Known);
        await using ClientProcess publisher = await SendAsync(server, Clips.Named(clip), "-c", "copy", "-f", format);
        await server.WaitForStreamAsync("hall");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("hall"), Frames), Frames);
        await server.StopAsync();
    }

    [Theory]
    [InlineData("h265parse ! rtph265pay config-interval=-1 pt=96", "aacparse ! rtpmp4gpay pt=97", nameof(Clips.Hevc))]
    [InlineData("h264parse ! rtph264pay config-interval=-1 pt=96", "opusparse ! rtpopuspay pt=97", nameof(Clips.Pyramid))]
    [InlineData("h264parse ! mpegtsmux alignment=7 ! rtpmp2tpay", null, nameof(Clips.Plain))]
    public async Task WhatGStreamerSendsIsRecognised(string picture, string? sound, string clip)
    {
        await Skip.UnlessGStreamerHasAsync("rtph265pay", "rtpopuspay", "rtpmp2tpay");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(Known);
        string sink = string.Create(CultureInfo.InvariantCulture, $" ! udpsink host=127.0.0.1 port={server.RtpPort}");
        string pipeline = $"filesrc location={await TestMedia.GetAsync(Clips.Named(clip))} ! qtdemux name=d d.video_0 ! queue ! {picture}{sink}";
        if (sound is not null) pipeline += $" d.audio_0 ! queue ! {sound}{sink}";
        await using ClientProcess publisher = ClientProcess.Start("gst-launch-1.0", pipeline.Split(' '));
        await server.WaitForStreamAsync("hall");
        int tracks = sound is null ? 1 : 2;
        await Eventually.True(
            async () => (await server.GetAsync("streams/hall")).GetProperty("tracks").GetArrayLength() == tracks, "all tracks are there", TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("hall"), Frames), Frames);
        await server.StopAsync();
    }

    private static async Task<JsonElement> PublisherAsync(HeadraceProcess server) =>
        Assert.Single((await server.GetAsync("sessions")).GetProperty("items").EnumerateArray(), one => one.GetProperty("role").GetString() == "publisher");

    private static async Task<ClientProcess> SendAsync(HeadraceProcess server, TestClip clip, params string[] output)
    {
        Skip.UnlessInstalled("ffmpeg");
        string url = output.Contains("mpegts")
            ? string.Create(CultureInfo.InvariantCulture, $"udp://127.0.0.1:{server.RtpPort}?pkt_size=1316")
            : string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{server.RtpPort}?rtcpport={server.RtcpPort}");
        return ClientProcess.Start("ffmpeg", [.. Quiet, "-re", "-i", await TestMedia.GetAsync(clip), .. output, url]);
    }
}
