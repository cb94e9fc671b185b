using Headrace.Media.Timeline;

namespace Headrace.Server.Api.Sync;

/// <summary>How a track is in time.</summary>
/// <param name="Id">The track.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State"><c>unknown</c>, <c>synced</c>, <c>drifting</c> or <c>correcting</c>.</param>
/// <param name="SkewMs">How much later it lies than it should; null while too little is known.</param>
/// <param name="Drift">How fast the sender's clock runs; null while too little is known.</param>
/// <param name="CorrectionMs">By how much its clock has been corrected since the publisher began.</param>
/// <param name="OffsetMs">The manual offset in force: on its way to what was asked for, while the state is <c>correcting</c>.</param>
/// <param name="IsRelated">True when the sender's reports tie it to the other tracks.</param>
/// <param name="FramesDropped">Frames of sound that were dropped to move it to an earlier place.</param>
/// <param name="FramesRepeated">Frames of sound that were repeated to move it to a later place.</param>
internal sealed record TrackSyncResource(
    int Id, string Kind, string State, double? SkewMs, DriftResource? Drift, double CorrectionMs, double OffsetMs, bool IsRelated, long FramesDropped, long FramesRepeated)
{
    internal static TrackSyncResource Of(TrackSync track) => new(
        track.TrackId, ApiWords.Of(track.Kind), ApiWords.Of(track.State), track.Skew is { } skew ? Milliseconds(skew) : null, DriftResource.Of(track.Drift),
        Milliseconds(track.Correction), Milliseconds(track.Offset), track.IsRelated, track.FramesDropped, track.FramesRepeated);

    private static double Milliseconds(long nanoseconds) => Math.Round(nanoseconds / 1e6, 1);
}
