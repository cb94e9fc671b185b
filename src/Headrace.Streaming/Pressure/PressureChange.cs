namespace Headrace.Streaming.Pressure;

/// <summary>A change of the level.</summary>
/// <param name="Stream">The stream, or null for the server as a whole.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level from now on.</param>
/// <param name="Used">Bytes held.</param>
/// <param name="Limit">Bytes that may be held.</param>
internal readonly record struct PressureChange(string? Stream, PressureLevel From, PressureLevel To, long Used, long Limit);
