// Pulls a camera over RTSP and serves it as low-latency HLS: dotnet run -- rtsp://camera/live 8080, then play http://localhost:8080/camera/index.m3u8
using Headrace.Endpoints.Hls;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;

const string Name = "camera";
if (args.Length != 2 || !RtspLocation.TryParse(args[0], out RtspLocation? location))
{
    await Console.Error.WriteLineAsync("usage: CameraToHls RTSP-URL PORT");
    return 1;
}

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls($"http://*:{args[1]}");
await using WebApplication app = builder.Build();
TimeProvider clock = TimeProvider.System;
ILoggerFactory loggers = app.Services.GetRequiredService<ILoggerFactory>();

StreamRegistry streams = new(new StreamRegistryOptions(), clock, loggers);
SessionRegistry sessions = new();
LiveStream stream = streams.Configure(Name, new StreamOptions { IsPulled = true });
await using HlsEndpoint hls = new(new HlsEndpointOptions(), streams, sessions, clock, loggers);
TimeSpan interval = TimeSpan.FromMilliseconds(250);
await using ITimer housekeeping = clock.CreateTimer(_ => streams.HandleTimeout(MonotonicTime.Now(clock)), null, interval, interval);

RtspSource source = new(new RtspSourceOptions { Stream = Name, Input = Name, Location = location }, streams, sessions, clock, loggers);
await using SourceSupervisor supervisor = new(source, stream, new SourceSupervisorOptions { Label = Name }, clock, loggers);
supervisor.Start();

app.Run(async context => { if (!await hls.TryHandleAsync(context)) context.Response.StatusCode = StatusCodes.Status404NotFound; });
await app.RunAsync();
return 0;
