using Headrace.Media.Timing;

namespace Headrace.Manifests.Dash.Checking;

/// <summary>An MPD as it was fetched.</summary>
/// <param name="Url">Its absolute URL.</param>
/// <param name="At">When the answer was complete.</param>
/// <param name="Utc">The same instant in UTC, by the clock that the MPD names.</param>
/// <param name="Status">HTTP status; 0: no answer came.</param>
/// <param name="Body">The text.</param>
public sealed record MpdResponse(string Url, MonotonicTime At, DateTime Utc, int Status, ReadOnlyMemory<byte> Body);
