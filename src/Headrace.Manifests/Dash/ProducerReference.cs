namespace Headrace.Manifests.Dash;

/// <summary>Where an instant of the media stands in UTC, as its producer says (ISO/IEC 23009-1, 5.12). The segments have <c>prft</c> boxes.</summary>
/// <param name="Id">What a latency refers to it by.</param>
/// <param name="Utc">UTC of the instant at which it was captured.</param>
/// <param name="PresentationTime">The same instant in ticks of the timescale of the segments.</param>
public sealed record ProducerReference(int Id, DateTime Utc, long PresentationTime);
