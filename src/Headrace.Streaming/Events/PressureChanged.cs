namespace Headrace.Streaming.Events;

/// <summary>Memory is shorter, or less short, than before.</summary>
/// <param name="Stream">The stream whose memory it is; null for that of the whole server.</param>
/// <param name="Scope">Which memory: <c>global</c> or <c>stream</c>.</param>
/// <param name="From">The level before, as the API names it.</param>
/// <param name="To">The level from now on.</param>
public sealed record PressureChanged(string? Stream, string Scope, string From, string To) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("pressure-changed");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
