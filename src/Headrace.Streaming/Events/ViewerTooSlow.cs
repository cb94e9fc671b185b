namespace Headrace.Streaming.Events;

/// <summary>A viewer fell behind and goes on at a later key frame. Told at the first of the skips of a minute.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Session">The viewer's session.</param>
/// <param name="BehindMs">How far behind the viewer was.</param>
/// <param name="Skipped">Groups of packets, a picture each and the sound beside it, that this viewer has lost so far.</param>
public sealed record ViewerTooSlow(string Stream, Guid? Session, long BehindMs, long Skipped) : MediaEvent(Stream, Session)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("viewer-too-slow");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
