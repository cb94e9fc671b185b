namespace Headrace.Streaming.Events;

/// <summary>A stream goes on with another of its inputs.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Label">The input's name.</param>
/// <param name="Priority">Its priority; 0 is the first choice.</param>
public sealed record InputSwitched(string Stream, string Label, int Priority) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("input-switched");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
