namespace Headrace.Streaming.Streams;

/// <summary>How a stream is offered over DASH. Segments are those of HLS.</summary>
public sealed record DashOptions
{
    /// <summary>True: players are told to ask for segments that are still being made, where segments are regular.</summary>
    public bool LowLatency { get; init; } = true;
}
