using Headrace.Endpoints.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Hosting;

/// <summary>Bounds and defaults of the streams of an application, and how they are served.</summary>
public sealed record StreamHostOptions
{
    private const long UsualMemory = 8L * 1024 * 1024 * 1024;

    /// <summary>Bounds over all streams, and what each of them is like. At most half of the machine's memory, where nothing else is set.</summary>
    public StreamRegistryOptions Streams { get; init; } = new() { MaxMemory = Math.Min(UsualMemory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2) };

    /// <summary>
    /// Where slates are kept, the pictures that viewers see when nobody is back after a publisher's grace (<see cref="StreamOptions.Slate"/>). ffmpeg makes them, once for each
    /// format. Empty: there are none, and a stream without its publisher ends or waits.
    /// </summary>
    public string SlateDirectory { get; init; } = "";

    /// <summary>How HLS and DASH are served.</summary>
    public HlsEndpointOptions Hls { get; init; } = new();
}
