using Headrace.Media.Tracks;
using Headrace.Server.Api.Stats;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api;

/// <summary>A track of a stream.</summary>
/// <param name="Id">Number of the track in its stream.</param>
/// <param name="Kind"><c>video</c>, <c>audio</c> or <c>data</c>.</param>
/// <param name="Codec">Name of the codec.</param>
/// <param name="Description">The format for people.</param>
/// <param name="Rfc6381">The codec string, or null where there is none.</param>
/// <param name="Units">Pictures or audio frames passed on.</param>
/// <param name="KeyFrames">Random access points among them.</param>
/// <param name="Bytes">Bytes passed on.</param>
/// <param name="Pictures">Pictures passed on, by kind; null for what is no video.</param>
/// <param name="Damaged">Units that came incomplete.</param>
/// <param name="Dropped">Units that were not passed on.</param>
/// <param name="Drops">Units that were not passed on, by reason.</param>
/// <param name="NotCarried">Forms of output that leave it out, and why.</param>
/// <param name="Transport">Its packets, where they come by RTP; else null.</param>
internal sealed record TrackResource(int Id, string Kind, string Codec, string Description, string? Rfc6381, long Units, long KeyFrames, long Bytes, PicturesResource? Pictures,
    long Damaged, long Dropped, DropsResource Drops, IReadOnlyList<NotCarriedResource> NotCarried, TransportResource? Transport)
{
    internal static TrackResource Of(LiveStream stream, TrackSnapshot track) => new(
        track.Id, ApiWords.Of(track.Kind), track.Codec, track.Description, track.Rfc6381, track.Units, track.KeyFrames, track.Bytes, track.Kind == MediaKind.Video ? PicturesResource.Of(track.Pictures) : null,
        track.Damaged, track.Dropped, DropsResource.Of(track.Drops), NotCarriedResource.Of(stream.Tracks.FirstOrDefault(one => one.Id == track.Id)), TransportResource.Of(track.Transport));
}
