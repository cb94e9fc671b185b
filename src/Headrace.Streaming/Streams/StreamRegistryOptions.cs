namespace Headrace.Streaming.Streams;

/// <summary>Bounds over all streams, and what a stream is like that the configuration does not name.</summary>
public sealed record StreamRegistryOptions
{
    /// <summary>Greatest number of streams; 0: no limit.</summary>
    public int MaxStreams { get; init; }

    /// <summary>Bytes that all streams may hold together.</summary>
    public long MaxMemory { get; init; } = 8L * 1024 * 1024 * 1024;

    /// <summary>Bits a second that all streams may send together; 0: no limit.</summary>
    public long MaxBandwidth { get; init; }

    /// <summary>Options of streams that the configuration does not name.</summary>
    public StreamOptions Defaults { get; init; } = new();

    /// <summary>Options of streams whose names fit a pattern of the configuration; null for a name that fits none. Called on any thread.</summary>
    public Func<string, StreamOptions?>? Patterns { get; init; }

    /// <summary>What a stream is like that the configuration does not name.</summary>
    internal StreamOptions OptionsOf(string name) => Patterns?.Invoke(name) ?? Defaults;
}
