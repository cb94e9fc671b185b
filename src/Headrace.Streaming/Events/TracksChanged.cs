namespace Headrace.Streaming.Events;

/// <summary>Tracks of a stream came, went, or have another format. Told at most once a second a stream, as it is then.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Tracks">The formats of all tracks from now on.</param>
public sealed record TracksChanged(string Stream, IReadOnlyList<string> Tracks) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("tracks-changed");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
