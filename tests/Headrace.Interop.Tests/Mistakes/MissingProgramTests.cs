using System.Net.Http.Headers;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>A machine without ffmpeg: what needs it says so, and all the rest works.</summary>
[Trait("Speed", "slow")]
public sealed class MissingProgramTests : IDisposable
{
    private readonly TemporaryFolder _empty = new();

    private Surroundings WithoutFfmpeg => new() { Environment = new Dictionary<string, string> { ["PATH"] = _empty.Path } };

    public void Dispose() => _empty.Dispose();

    [Fact]
    public async Task SourcePreviewAndSlateSayWhatToInstall()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartInAsync(WithoutFfmpeg, "--streams:picture:source", "test:", "--defaults:publisherGrace", "1s", "--streams:cam1:publisherGrace", "1s");
        await using (ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1")))
        {
            await server.WaitForStreamAsync("cam1");
            using HttpRequestMessage request = new(HttpMethod.Get, "api/v1/streams/cam1/preview");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/jpeg"));
            using HttpResponseMessage answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            await Troubleshooting.IsSaidAsync("A picture is wanted without ffmpeg", answer);
        }

        await Troubleshooting.IsSaidAsync("ffmpeg is not installed", () => server.Log);
        await server.StopAsync();
    }

    [Fact]
    public async Task DemoSaysWhatToInstall()
    {
        await using ClientProcess demo = ClientProcess.Start(
            Environment.ProcessPath!, [TestFolders.ServerAssembly, "demo"], _empty.Path, WithoutFfmpeg.Environment);
        Assert.Equal(1, await demo.WaitForExitAsync(cancellation: TestContext.Current.CancellationToken));
        Troubleshooting.IsSaid("The demo has no ffmpeg", demo.Errors);
    }
}
