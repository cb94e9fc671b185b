using System.Collections.Immutable;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Which tracks of a movie are read.</summary>
internal static class Mp4Tracks
{
    /// <summary>Those whose codec is known here, in their order.</summary>
    /// <param name="movie">All tracks.</param>
    /// <param name="omitted">Takes those that are left out.</param>
    public static ImmutableArray<(InitTrack Init, Mp4Track Track)> Choose(ImmutableArray<InitTrack> movie, Action<Mp4Omission> omitted)
    {
        ImmutableArray<(InitTrack, Mp4Track)>.Builder chosen = ImmutableArray.CreateBuilder<(InitTrack, Mp4Track)>();
        foreach (InitTrack track in movie)
        {
            if (WhyNot(track) is { } reason) omitted(new Mp4Omission(track.TrackId, track.SampleEntry, reason));
            else if (track.Codings[0] is { } coding) chosen.Add((track, new Mp4Track(track.TrackId, (int)track.Timescale, coding.Codec, coding.Format, coding.ParameterSets)));
        }

        return chosen.ToImmutable();
    }

    private static string? WhyNot(InitTrack track)
    {
        if (track.SampleEntry == BoxTypes.Encv || track.SampleEntry == BoxTypes.Enca) return "it is encrypted";
        if (!track.IsVideo && !track.IsAudio) return "it is neither picture nor sound";
        if (track.IsFragmented && track.Codings is [{ BareBytes: > 0 }, ..]) return "its sound stands in fragments sample by sample";
        return track.Codings is [not null, ..] ? null : $"nothing here reads its sample entry {track.SampleEntry}";
    }
}
