using Headrace.Endpoints.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Hosting;

/// <summary>Bounds and defaults of the streams of an application, and how they are served.</summary>
public sealed record StreamHostOptions
{
    private const long UsualMemory = 8L * 1024 * 1024 * 1024;

    /// <summary>Bounds over all streams, and what each of them is like. At most half of the machine's memory, where nothing else is set.</summary>
    public StreamRegistryOptions Streams { get; init; } = new() { MaxMemory = Math.Min(UsualMemory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2) };

    /// <summary>How HLS and DASH are served.</summary>
    public HlsEndpointOptions Hls { get; init; } = new();
}
