using System.Collections.Immutable;

namespace Headrace.Containers.Mp4;

/// <summary>What an init segment says, as far as its fragments need it.</summary>
/// <param name="MajorBrand">Major brand of <c>ftyp</c>.</param>
/// <param name="Tracks">The tracks, at least one, in their order.</param>
public sealed record InitSegmentInfo(FourCc MajorBrand, ImmutableArray<InitTrack> Tracks)
{
    /// <summary>Most tracks; more are a fault.</summary>
    public const int MaxTracks = 32;

    /// <summary>The track of an identifier, or null.</summary>
    public InitTrack? Find(uint trackId)
    {
        foreach (InitTrack track in Tracks)
        {
            if (track.TrackId == trackId) return track;
        }

        return null;
    }
}
