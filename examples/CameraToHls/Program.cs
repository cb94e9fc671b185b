// Pulls a camera over RTSP and serves it as low-latency HLS: dotnet run -- rtsp://camera/live 8080, then play http://localhost:8080/live/camera/index.m3u8
using Headrace.Endpoints.Hosting;

if (args.Length != 2)
{
    await Console.Error.WriteLineAsync("usage: CameraToHls RTSP-URL PORT");
    return 1;
}

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls($"http://*:{args[1]}");
builder.Services.AddHeadrace();
await using WebApplication app = builder.Build();
app.Services.GetRequiredService<StreamHost>().Pull("camera", args[0]);
app.MapHls("/live");
await app.RunAsync();
return 0;
