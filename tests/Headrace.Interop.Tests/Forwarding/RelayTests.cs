using System.Text.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.Interop.Tests.Sync;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Forwarding;

/// <summary>
/// One Headrace takes a stream over RTSP and pushes it to another over each protocol: pictures and sound come out of the second as they went into the first, and ffmpeg measures that
/// they are still together.
/// </summary>
[Trait("Speed", "slow")]
public sealed class RelayTests
{
    /// <summary>Most that sound and picture may be apart, in milliseconds.</summary>
    private const double MostApart = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("srt://127.0.0.1:{0}?streamid=publish:copy", null)]
    [InlineData("udp+mpegts://127.0.0.1:{0}", "udp+mpegts://127.0.0.1:{0}")]
    [InlineData("rtp://127.0.0.1:{0}?format=mpegts", "udp+rtp://127.0.0.1:{0}")]
    [InlineData("rtp://127.0.0.1:{0}?bundle=true", "udp+rtp://127.0.0.1:{0}")]
    public async Task PictureAndSoundComeOutOfTheOtherServerAsTheyAreAndTogether(string target, string? source)
    {
        string clip = await FlashAndBeep.GetAsync();
        int port = FreePorts.Take(1)[0] & ~1;
        await using HeadraceProcess second = await HeadraceProcess.StartAsync(source is null ? [] : ["--streams:copy:source", At(source, port)]);
        await using HeadraceProcess first = await HeadraceProcess.StartAsync("--streams:cam1:forward", At(target, source is null ? second.SrtPort : port));
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(clip, first.Rtsp("cam1"));
        await second.WaitForStreamAsync("copy");

        string[] overTcp = ["-rtsp_transport", "tcp"];
        Task<double> apart = FlashAndBeep.MeasureAsync(second.Rtsp("copy"), 5, overTcp);
        Task<double> apartOverSrt = FlashAndBeep.MeasureAsync(second.Srt("read:copy"), 5);
        Task<IReadOnlyList<FrameHash>> pictures = FrameHashes.ReadAsync(second.Rtsp("copy"), "v:0", VideoCodec.H264, seconds: 3, inputOptions: overTcp, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> sounds = FrameHashes.ReadAsync(second.Rtsp("copy"), "a:0", seconds: 3, inputOptions: overTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(clip, "v:0", VideoCodec.H264, cancellation: Cancellation), await pictures, atLeast: 60);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(clip, "a:0", cancellation: Cancellation), await sounds, atLeast: 100);
        Assert.Equal(0, await apart, MostApart);
        Assert.Equal(0, await apartOverSrt, MostApart);
        JsonElement forward = (await first.GetAsync("streams/cam1")).GetProperty("forwards")[0];
        Assert.Equal(("forwarding", 0L), (forward.GetProperty("state").GetString(), forward.GetProperty("skips").GetInt64()));
        await first.StopAsync();
        await second.StopAsync();
    }

    private static string At(string url, int port) => string.Format(System.Globalization.CultureInfo.InvariantCulture, url, port);
}
