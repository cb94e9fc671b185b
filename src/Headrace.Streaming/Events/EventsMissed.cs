namespace Headrace.Streaming.Events;

/// <summary>What a listener gets in the place of events that it was too slow, or too late, for. It has the number of the last of them.</summary>
/// <param name="Count">How many, of all kinds; null where nobody knows: the server was started anew since.</param>
public sealed record EventsMissed(long? Count) : MediaEvent(null, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("events-missed");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
