namespace Headrace.Streaming.Streams;

/// <summary>Why a publisher was not let in.</summary>
public enum PublishRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>Somebody publishes already, and the path does not let a new one take over.</summary>
    Taken,

    /// <summary>The greatest number of streams is reached.</summary>
    TooManyStreams,

    /// <summary>Memory is short, and the stream is a new one.</summary>
    MemoryPressure,

    /// <summary>No track of it has a codec that can be used.</summary>
    NoUsableTracks,

    /// <summary>More tracks than a stream may have.</summary>
    TooManyTracks,
}
