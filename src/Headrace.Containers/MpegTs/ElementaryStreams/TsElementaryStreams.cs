using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Codecs.PrivateData;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>The codecs that MPEG-TS carries: the table that a new codec adds a line to.</summary>
public static class TsElementaryStreams
{
    /// <summary>One a codec, and those behind it that are only read.</summary>
    public static ImmutableArray<ElementaryStream> All { get; } =
    [
        new H264ElementaryStream(),
        new H265ElementaryStream(),
        new Av1ElementaryStream(),
        new AacElementaryStream(),
        new LatmElementaryStream(),
        new OpusElementaryStream(),
        new DolbyElementaryStream(Ac3Codec.Instance, Ac3Codec.Syntax, TsStreamType.Ac3, TsDescriptors.DvbAc3Tag, "AC-3"),
        new Eac3ElementaryStream(),
        new AesElementaryStream(LinearPcmCodec.L24),
        new AesElementaryStream(LinearPcmCodec.L16),
        new MpegAudioElementaryStream(MpegAudioCodec.Layer3),
        new MpegAudioElementaryStream(MpegAudioCodec.Layer2),
        new MpegAudioElementaryStream(MpegAudioCodec.Layer1),
        new Mpeg2VideoElementaryStream(Mpeg2VideoCodec.Mpeg2, TsStreamType.Mpeg2Video),
        new Mpeg2VideoElementaryStream(Mpeg2VideoCodec.Mpeg1, TsStreamType.Mpeg1Video),
        new Mpeg4VideoElementaryStream(),
        new PrivateDataElementaryStream(PrivateDataCodec.Klv),

        // Last: what nobody else knows.
        new PrivateDataElementaryStream(PrivateDataCodec.Other),
    ];

    /// <summary>True when a track can be written now.</summary>
    /// <param name="track">The track.</param>
    /// <param name="reason">A clause for people when it cannot: <c>MPEG-TS does not carry G.711 here</c>.</param>
    public static bool CanCarry(Track track, [NotNullWhen(false)] out string? reason)
    {
        ElementaryStream? stream = Find(track.Codec);
        reason = stream is null ? CodecGap.Say($"MPEG-TS does not carry {track.Codec.DisplayName} here", track.Codec, TsGaps.All.AsSpan()) : stream.WhyNot(track);
        return reason is null;
    }

    /// <summary>True when a track can be written now, and players of HLS take it from segments.</summary>
    /// <param name="track">The track.</param>
    /// <param name="reason">A clause for people otherwise.</param>
    public static bool CanCarryInSegments(Track track, [NotNullWhen(false)] out string? reason)
    {
        if (CanCarry(track, out reason)) reason = Find(track.Codec)!.WhyNotInSegments;
        return reason is null;
    }

    /// <summary>What an entry of a program map table means, or null when it is not known.</summary>
    public static ElementaryStream? Find(byte streamType, ReadOnlySpan<byte> descriptors)
    {
        foreach (ElementaryStream stream in All)
        {
            if (stream.Matches(streamType, descriptors)) return stream;
        }

        return null;
    }

    /// <summary>The stream of a codec, or null.</summary>
    internal static ElementaryStream? Find(Codec codec)
    {
        foreach (ElementaryStream stream in All)
        {
            if (ReferenceEquals(stream.Codec, codec)) return stream;
        }

        return null;
    }
}
