using System.Collections.Immutable;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Reading;
using Headrace.Containers.Mp4.SampleEntries;

namespace Headrace.Containers.Mp4;

/// <summary>A track as an init segment, or the movie box of a file, describes it.</summary>
/// <param name="TrackId">Its identifier.</param>
/// <param name="Timescale">Ticks a second of its decode times; not 0.</param>
/// <param name="Handler"><c>vide</c>, <c>soun</c> or another.</param>
/// <param name="SampleEntry">Name of the first sample entry: <c>avc1</c>, <c>mp4a</c>.</param>
/// <param name="Description">What that entry says, or null when its codec is not known here or it cannot be understood.</param>
/// <param name="Width">Width as shown, in pixels; 0 for sound.</param>
/// <param name="Height">Height as shown, in pixels; 0 for sound.</param>
/// <param name="Defaults">Defaults of its fragments.</param>
public sealed record InitTrack(uint TrackId, uint Timescale, FourCc Handler, FourCc SampleEntry, SampleDescription? Description, int Width, int Height, TrackExtendsBox Defaults)
{
    /// <summary>Most sample entries of a track that are read; samples of further ones are left out.</summary>
    public const int MaxSampleEntries = 64;

    /// <summary>True for pictures.</summary>
    public bool IsVideo => Handler == HandlerBox.Video;

    /// <summary>True for sound.</summary>
    public bool IsAudio => Handler == HandlerBox.Sound;

    /// <summary>True where it may have fragments: its defaults are stated.</summary>
    public bool IsFragmented { get; init; }

    /// <summary>How the samples of each sample entry are coded; null where that is not known here.</summary>
    public ImmutableArray<SampleCoding?> Codings { get; init; } = [];

    /// <summary>What its edit list makes of it.</summary>
    public TrackEdit Edit { get; init; } = new(0, 0, long.MaxValue, false);

    /// <summary>Its sample tables.</summary>
    internal SampleTables Tables { get; init; }
}
