// Publishes frames of one's own, here H.264 that an encoder writes to its output: dotnet run -- 8080, then play http://localhost:8080/live/pattern/index.m3u8
using System.Diagnostics;
using Headrace.Containers.ByteStreams;
using Headrace.Endpoints.Hosting;
using Headrace.Media.Codecs.H264;
using Headrace.Streaming.Frames;

const int FramesPerSecond = 25;
string[] pattern = $"-v error -re -f lavfi -i testsrc2=size=640x360:rate={FramesPerSecond} -c:v libx264 -tune zerolatency -g 50 -f h264 -".Split(' ');

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls($"http://*:{args.FirstOrDefault() ?? "8080"}");
builder.Services.AddHeadrace();
await using WebApplication app = builder.Build();
app.MapHls("/live");
await app.StartAsync();

using Process encoder = Process.Start(new ProcessStartInfo("ffmpeg", pattern) { RedirectStandardOutput = true })!;
using FramePublisher live = app.Services.GetRequiredService<StreamHost>().Publish("pattern", H264Codec.Instance);
int number = 0;
try
{
    await foreach (ReadOnlyMemory<byte> picture in AnnexBUnits.ReadAsync(encoder.StandardOutput.BaseStream, H264Codec.Instance, app.Lifetime.ApplicationStopping))
    {
        live.Publish(picture.Span, TimeSpan.FromSeconds((double)number++ / FramesPerSecond));
    }
}
catch (OperationCanceledException)
{
    encoder.Kill();
}

await app.StopAsync();
