using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>The codecs that MP4 carries: the table that a new codec adds a line to.</summary>
public static class Mp4SampleEntries
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<SampleEntry> All { get; } =
    [
        new H264SampleEntry(),
        new H265SampleEntry(),
        new Av1SampleEntry(),
        new Vp9SampleEntry(),
        new Vp8SampleEntry(),
        new Mpeg4VideoSampleEntry(),
        new AacSampleEntry(),
        new OpusSampleEntry(),
        new FlacSampleEntry(),
        new Ac3SampleEntry(),
        new Eac3SampleEntry(),
        new MpegAudioSampleEntry(MpegAudioCodec.Layer3),
        new MpegAudioSampleEntry(MpegAudioCodec.Layer2),
        new MpegAudioSampleEntry(MpegAudioCodec.Layer1),
    ];

    /// <summary>Those that are only read: players of what is written here do not take them.</summary>
    private static readonly ImmutableArray<SampleEntry> OnlyRead =
    [
        new BareSoundEntry(LinearPcmCodec.L16, 2, isLittleEndian: false),
        new BareSoundEntry(LinearPcmCodec.L16, 2, isLittleEndian: true),
        new BareSoundEntry(LinearPcmCodec.L24, 3, isLittleEndian: false),
        new BareSoundEntry(LinearPcmCodec.L24, 3, isLittleEndian: true),
        new BareSoundEntry(G711Codec.MuLaw, 1, isLittleEndian: false),
        new BareSoundEntry(G711Codec.ALaw, 1, isLittleEndian: false),
    ];

    private static readonly ImmutableArray<SampleEntry> Readable = [.. All, .. OnlyRead];

    /// <summary>True when a track can be written now.</summary>
    /// <param name="track">The track.</param>
    /// <param name="reason">A clause for people when it cannot: <c>MP4 does not carry G.711 here</c>.</param>
    public static bool CanCarry(Track track, [NotNullWhen(false)] out string? reason)
    {
        SampleEntry? entry = Find(track.Codec);
        reason = entry is null ? CodecGap.Say($"MP4 does not carry {track.Codec.DisplayName} here", track.Codec, Mp4Gaps.All.AsSpan()) : entry.WhyNot(track);
        return reason is null;
    }

    /// <summary>Reads a sample entry, or gives null when its codec is not known or it cannot be understood.</summary>
    public static SampleDescription? Read(in Box box)
    {
        foreach (SampleEntry entry in Readable)
        {
            if (entry.Has(box.Type) && entry.TryRead(box, out SampleDescription description)) return description;
        }

        return null;
    }

    /// <summary>How samples behind an entry are coded, or null when its codec is not known or it cannot be understood.</summary>
    public static SampleCoding? ReadCoding(in Box box)
    {
        foreach (SampleEntry entry in Readable)
        {
            if (entry.Has(box.Type) && entry.ReadCoding(box) is { } coding) return coding;
        }

        return null;
    }

    /// <summary>The entry of a codec, or null.</summary>
    internal static SampleEntry? Find(Codec codec)
    {
        foreach (SampleEntry entry in All)
        {
            if (ReferenceEquals(entry.Codec, codec)) return entry;
        }

        return null;
    }
}
