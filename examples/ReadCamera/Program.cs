// Reads what a camera sends, frame by frame: dotnet run -- rtsp://camera/live
using Headrace.Endpoints.Hosting;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

if (args.Length != 1)
{
    await Console.Error.WriteLineAsync("usage: ReadCamera URL");
    return 1;
}

using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole());
await using StreamHost host = new(loggers: loggers);
LiveStream camera = host.Pull("camera", args[0]);
long bytes = 0;
await foreach (AccessUnit unit in camera.ReadUnitsAsync())
{
    bytes += unit.Payload.Length;
    if (unit.Track.Kind != MediaKind.Video || !unit.RandomAccess.IsPoint) continue;
    TimeSpan at = TimeSpan.FromSeconds((double)unit.PresentationTime / unit.Track.ClockRate);
    Console.WriteLine($"{at:hh\\:mm\\:ss\\.fff}  {unit.Track.Format.Description}  key frame of {unit.Payload.Length} bytes, {bytes} so far");
}

return 0;
