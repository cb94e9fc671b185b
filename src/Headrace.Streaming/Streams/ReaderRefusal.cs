namespace Headrace.Streaming.Streams;

/// <summary>Why a reader was not let in.</summary>
public enum ReaderRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>The stream has just ended.</summary>
    StreamEnded,

    /// <summary>The stream has as many readers as it may.</summary>
    TooManyReaders,

    /// <summary>The stream sends as much as it may.</summary>
    Bandwidth,

    /// <summary>Memory is short.</summary>
    MemoryPressure,
}
