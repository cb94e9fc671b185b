using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Pull;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtsp;

/// <summary>GStreamer sends an MPEG transport stream within RTSP (RFC 2250): its tracks come out as they are.</summary>
[Trait("Speed", "slow")]
public sealed class RtspTransportStreamTests
{
    private const string Stream = "cam1";

    private static readonly string[] OverTcp = ["-rtsp_transport", "tcp"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsPublishedComesOutAsItsTracks()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = await GStreamerPublisher.StartTransportStreamAsync(Clips.Plain, server.Rtsp(Stream));
        await AssertIsTheClipAsync(server);
        await server.StopAsync();
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task WhatIsFetchedComesOutAsItsTracks(string transport)
    {
        await using GStreamerCamera camera = new(Clips.Plain, []) { SendsTransportStream = true };
        await camera.SwitchOnAsync();
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Stream}:source", camera.Url, $"--streams:{Stream}:rtspTransport", transport);
        await AssertIsTheClipAsync(server);
        await server.StopAsync();
    }

    private static async Task AssertIsTheClipAsync(HeadraceProcess server)
    {
        await server.WaitForStreamAsync(Stream);
        string file = await TestMedia.GetAsync(Clips.Plain);
        Task<IReadOnlyList<FrameHash>> pictures = FrameHashes.ReadAsync(server.Rtsp(Stream), "v:0", VideoCodec.H264, seconds: 3, inputOptions: OverTcp, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> sounds = FrameHashes.ReadAsync(server.Rtsp(Stream), "a:0", seconds: 3, inputOptions: OverTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", VideoCodec.H264, cancellation: Cancellation), await pictures, atLeast: 60);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: Cancellation), await sounds, atLeast: 80);
    }
}
