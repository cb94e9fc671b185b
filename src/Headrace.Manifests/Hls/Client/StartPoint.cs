namespace Headrace.Manifests.Hls.Client;

/// <summary>Where a rendition begins, for the others to begin there too.</summary>
/// <param name="Number">Media sequence number.</param>
/// <param name="Utc">UTC of its first sample; null where the playlist does not tell.</param>
/// <param name="FromStart">Media of the playlist before it.</param>
/// <param name="IsEnded">Whether the playlist had ended.</param>
internal readonly record struct StartPoint(long Number, DateTime? Utc, TimeSpan FromStart, bool IsEnded);
