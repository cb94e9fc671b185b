namespace Headrace.Manifests.Dash.Checking;

/// <summary>A segment that an MPD names.</summary>
/// <param name="Period">Id of its period.</param>
/// <param name="Url">Its absolute URL.</param>
/// <param name="Initialization">That of its init segment.</param>
/// <param name="Number">Its number.</param>
/// <param name="Start">Where it begins, in ticks of the media's time.</param>
/// <param name="Duration">Ticks that it lasts.</param>
/// <param name="Offset">The media's time at which the period begins.</param>
/// <param name="Timescale">Ticks a second.</param>
/// <param name="IsListed">Whether a timeline names it: then its times are exact.</param>
/// <param name="StartsWithSap">Whether decoding must be able to begin at its first frame.</param>
public sealed record DashSegment(string Period, string Url, string Initialization, long Number, long Start, long Duration, long Offset, int Timescale, bool IsListed, bool StartsWithSap);
