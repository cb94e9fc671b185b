using System.Net.Http.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Pages;

/// <summary>The pictures of the status page in the documents: taken where <c>HEADRACE_PICTURES</c> names a folder for them.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class StatusPictureTests
{
    private static readonly (string Stream, string Graph)[] Cameras =
    [
        ("gate/north", "testsrc2=size=1280x720:rate=15,realtime"), ("gate/south", "smptehdbars=size=1280x720:rate=15,realtime"), ("hall/entrance", "mandelbrot=size=640x360:rate=12,realtime"), ("hall/stage", "sierpinski=size=640x360:rate=12,realtime"),
        ("dock/ramp-1", "gradients=size=640x360:rate=15,realtime"), ("dock/ramp-2", "pal75bars=size=640x360:rate=15,realtime"), ("roof", "yuvtestsrc=size=640x360:rate=15,realtime"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PicturesForTheDocumentsAreTaken()
    {
        string folder = Environment.GetEnvironmentVariable("HEADRACE_PICTURES") ?? "";
        Assert.SkipWhen(folder.Length == 0, "HEADRACE_PICTURES names no folder for pictures");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await MakeAsync(server, new { name = "yard/barn", source = "rtsp://127.0.0.1:9/main" });
        await MakeAsync(server, new { name = "lab/microscope", source = "rtsp://127.0.0.1:9/lab", sourceOnDemand = true });
        List<ClientProcess> programs = [.. Cameras.Select(camera => FfmpegPublisher.StartRtspEncoding(camera.Graph, server.Rtsp(camera.Stream)))];
        try
        {
            foreach ((string stream, _) in Cameras) await server.WaitForStreamAsync(stream);
            foreach (string stream in new[] { "gate/north", "gate/north", "hall/entrance" })
                programs.Add(ClientProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-rtsp_transport", "tcp", "-i", server.Rtsp(stream), "-c", "copy", "-f", "null", "-"]));
            await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""), "--width", "1440", "--height", "860", "--scheme", "dark");
            await page.WaitAsync($"document.querySelectorAll('.picture[data-filled]').length >= {Cameras.Length}");
            await page.WaitAsync("performance.getEntriesByType('resource').filter(entry => entry.name.includes('/overview')).length >= 14");
            await page.SavePictureAsync(Path.Combine(folder, "status.png"));
            await page.ClickAsync("li[data-key=\"gate/north\"] button");
            await page.PressAsync("w");
            await page.WaitAsync("document.querySelector('#video')?.getVideoPlaybackQuality().totalVideoFrames >= 20");
            await page.SavePictureAsync(Path.Combine(folder, "status-stream.png"));
            await page.AssertCleanAsync();
            await using DrivenPage phone = await DrivenPage.OpenAsync(server.Page(""), "--width", "390", "--height", "844", "--scheme", "light");
            await phone.WaitAsync($"document.querySelectorAll('.picture[data-filled]').length >= {Cameras.Length}");
            await phone.SavePictureAsync(Path.Combine(folder, "status-phone.png"));
            await phone.AssertCleanAsync();
        }
        finally
        {
            foreach (ClientProcess program in programs) await program.DisposeAsync();
        }

        await server.StopAsync();
    }

    private static async Task MakeAsync(HeadraceProcess server, object stream)
    {
        using HttpResponseMessage answer = await server.Http.PostAsJsonAsync("api/v1/streams", stream, Cancellation);
        answer.EnsureSuccessStatusCode();
    }
}
