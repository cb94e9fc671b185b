using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>The tracks of all renditions at a time. Of a variant whose sound comes as a rendition of its own, sound of the variant's own segments is left out.</summary>
internal sealed class TrackSet
{
    private readonly ImmutableArray<int[]> _indexes;

    /// <summary>The tracks of each rendition; null while some rendition's are not known.</summary>
    public TrackSet(int version, ImmutableArray<ImmutableArray<SegmentTrack>> renditions)
    {
        Version = version;
        Renditions = renditions;
        List<SegmentTrack> all = [];
        ImmutableArray<int[]>.Builder indexes = ImmutableArray.CreateBuilder<int[]>(renditions.Length);
        bool hasPictures = renditions.Any(static tracks => tracks.Any(static track => track.Codec.Kind == Media.Tracks.MediaKind.Video));
        for (int rendition = 0; rendition < renditions.Length; rendition++)
        {
            bool leavesSoundOut = rendition == 0 && renditions.Length > 1 && hasPictures;
            int[] places = new int[renditions[rendition].Length];
            for (int track = 0; track < places.Length; track++)
            {
                SegmentTrack one = renditions[rendition][track];
                places[track] = leavesSoundOut && one.Codec.Kind == Media.Tracks.MediaKind.Audio ? -1 : all.Count;
                if (places[track] >= 0) all.Add(one);
            }

            indexes.Add(places);
        }

        (_indexes, All) = (indexes.MoveToImmutable(), [.. all]);
    }

    /// <summary>Later sets have higher ones.</summary>
    public int Version { get; }

    public ImmutableArray<ImmutableArray<SegmentTrack>> Renditions { get; }

    /// <summary>The tracks that are published, in their order.</summary>
    public ImmutableArray<SegmentTrack> All { get; }

    public string Description => string.Join(", ", All.Select(static track => track.Codec.DisplayName));

    /// <summary>Index among <see cref="All"/>; -1 where it is left out.</summary>
    public int IndexOf(int rendition, int track) => track < _indexes[rendition].Length ? _indexes[rendition][track] : -1;

    /// <summary>Whether what publishes one may go on with the other: the same codecs in the same order.</summary>
    public bool Continues(TrackSet other) => All.Length == other.All.Length && All.Zip(other.All).All(static pair => ReferenceEquals(pair.First.Codec, pair.Second.Codec));

    /// <summary>The tracks as the stream is told.</summary>
    public ImmutableArray<AnnouncedTrack> Announce() =>
        [.. All.Select(static track => new AnnouncedTrack(track.Codec, track.Format, track.ParameterSets, track.Rate, TimestampBits: 64, SharesClock: true))];
}
