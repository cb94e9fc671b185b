namespace Headrace.Protocols.Rtsp;

/// <summary>The result of resolving a SETUP's URL; <paramref name="Track"/> is the track's index, −1 if it is none.</summary>
public readonly record struct TrackMatch(TrackMatchKind Kind, int Track = -1);
