using Headrace.Media.Tracks;

namespace Headrace.Server.Api.Overview;

/// <summary>A track in brief; null for what does not apply, or is not stated.</summary>
/// <param name="Kind"><c>video</c>, <c>audio</c> or <c>data</c>.</param>
/// <param name="Codec">Name of the codec.</param>
/// <param name="Description">The format for people.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="FrameRate">Pictures a second as the stream states them.</param>
/// <param name="NotCarried">Forms of output that leave it out, and why.</param>
internal sealed record TrackSummaryResource(
    string Kind, string Codec, string Description, int? Width, int? Height, double? FrameRate, IReadOnlyList<NotCarriedResource> NotCarried)
{
    internal static TrackSummaryResource Of(Track track)
    {
        VideoFormat? video = track.Format as VideoFormat;
        double? rate = video?.FrameRate is { } stated ? Math.Round(stated.Value, 3) : null;
        return new TrackSummaryResource(
            ApiWords.Of(track.Kind), track.Codec.Name, track.Format.Description, video?.Width, video?.Height, rate, NotCarriedResource.Of(track));
    }
}
