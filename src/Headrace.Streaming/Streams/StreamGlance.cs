namespace Headrace.Streaming.Streams;

/// <summary>A stream at a glance.</summary>
/// <param name="IsTaken">True where nobody may publish it: it has sources of its own, or a publisher who is not replaced.</param>
/// <param name="CanBeRead">True where it has media, or media that is about to come or waited for.</param>
/// <param name="HasOwnSource">True where it has sources of its own.</param>
/// <param name="IsFull">True where it has as many readers as it may.</param>
public readonly record struct StreamGlance(bool IsTaken, bool CanBeRead, bool HasOwnSource, bool IsFull);
