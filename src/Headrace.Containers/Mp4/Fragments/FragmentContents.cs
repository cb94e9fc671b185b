using System.Collections.Immutable;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Fragments;

/// <summary>What lies in a segment or a part.</summary>
/// <param name="Fragments">Number of <c>moof</c> boxes.</param>
/// <param name="HasSegmentType">True when it begins with <c>styp</c>.</param>
/// <param name="Samples">All samples in file order.</param>
/// <param name="Tracks">Times of each track that has samples.</param>
/// <param name="ReferenceTimes">All <c>prft</c> boxes in file order.</param>
public sealed record FragmentContents(
    int Fragments, bool HasSegmentType, ImmutableArray<SampleInfo> Samples, ImmutableArray<TrackTiming> Tracks, ImmutableArray<ProducerReferenceTimeBox> ReferenceTimes)
{
    /// <summary>Times of a track, or null when it has no samples here.</summary>
    public TrackTiming? Find(uint trackId)
    {
        foreach (TrackTiming timing in Tracks)
        {
            if (timing.TrackId == trackId) return timing;
        }

        return null;
    }
}
