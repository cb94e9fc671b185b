namespace Headrace.Streaming.Events;

/// <summary>A kind of event.</summary>
/// <param name="Name">Its name, a past fact in kebab-case; stable.</param>
/// <param name="OtherName">Another name that clients may ask for; null where it has none.</param>
public sealed record EventType(string Name, string? OtherName = null);
