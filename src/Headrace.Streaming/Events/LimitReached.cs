namespace Headrace.Streaming.Events;

/// <summary>A limit was reached: somebody or something was refused.</summary>
/// <param name="Stream">The stream that it concerns, or null.</param>
/// <param name="Limit">The limit's key in the configuration.</param>
/// <param name="Value">Its value.</param>
public sealed record LimitReached(string? Stream, string Limit, long Value) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("limit-reached");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
