namespace Headrace.Media.Timeline;

/// <summary>How a track of an input stands against its path's clock.</summary>
/// <param name="Lag">Nanoseconds by which the least delayed of the tracks on its clock lies behind arrival, over ten seconds; negative when ahead; null while too little is known.</param>
/// <param name="Slew">Nanoseconds by which it has been slewed and held since the input began.</param>
/// <param name="SpeedErrorPpm">How much faster than it says its clock was found to run, in millionths; 0 for a right one.</param>
/// <param name="ReorderDepth">The depth of reordering in force.</param>
/// <param name="IsRelated">True when sender reports tie it to the input's first track.</param>
public readonly record struct TrackState(long? Lag, long Slew, int SpeedErrorPpm, int ReorderDepth, bool IsRelated);
