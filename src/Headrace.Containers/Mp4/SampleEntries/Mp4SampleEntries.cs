using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>The codecs that MP4 carries: the table that a new codec adds a line to.</summary>
public static class Mp4SampleEntries
{
    /// <summary>One writer a codec.</summary>
    public static ImmutableArray<SampleEntryWriter> All { get; } =
    [
        new H264SampleEntry(),
        new AacSampleEntry(),
    ];

    /// <summary>True when a track can be written now.</summary>
    /// <param name="track">The track.</param>
    /// <param name="reason">A clause for people when it cannot: <c>MP4 does not carry G.711 here</c>.</param>
    public static bool CanCarry(Track track, [NotNullWhen(false)] out string? reason)
    {
        SampleEntryWriter? writer = Find(track.Codec);
        reason = writer is null ? $"MP4 does not carry {track.Codec.DisplayName} here" : writer.WhyNot(track);
        return reason is null;
    }

    /// <summary>The writer of a codec, or null.</summary>
    internal static SampleEntryWriter? Find(Codec codec)
    {
        foreach (SampleEntryWriter writer in All)
        {
            if (ReferenceEquals(writer.Codec, codec)) return writer;
        }

        return null;
    }
}
