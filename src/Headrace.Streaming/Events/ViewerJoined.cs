namespace Headrace.Streaming.Events;

/// <summary>Somebody began to view.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Session">The viewer's session.</param>
/// <param name="Protocol">The protocol, lower case.</param>
/// <param name="Address">The viewer's address.</param>
public sealed record ViewerJoined(string Stream, Guid? Session, string Protocol, string? Address) : MediaEvent(Stream, Session)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("viewer-joined");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
