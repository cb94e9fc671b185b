// An application of one's own with live streams in it: dotnet run -- rtsp://camera/live, then open http://localhost:5000
using Headrace.Endpoints.Hosting;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHeadrace();
WebApplication app = builder.Build();

StreamHost streams = app.Services.GetRequiredService<StreamHost>();
streams.Pull("camera", args[0], isOnDemand: true);

app.MapHls("/live");
app.MapGet("/", () => Results.Content("<video src='/live/camera/index.m3u8' autoplay muted controls></video>", "text/html"));
app.MapGet("/streams", () => streams.Streams.All.Select(stream => stream.Snapshot()).Select(stream => new { stream.Name, State = $"{stream.State}", stream.Readers }));
app.Run();
