using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>The codecs that FLV and RTMP carry: the table that a new codec adds a line to.</summary>
public static class FlvTagBodies
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<TagBody> All { get; } =
    [
        new H264TagBody(),
        new H265TagBody(),
        new Av1TagBody(),
        new VpxTagBody(Vp9Codec.Instance, new FourCc("vp09"u8), static format => ((Vp9Format)format).Config),
        new VpxTagBody(Vp8Codec.Instance, new FourCc("vp08"u8), static format => ((Vp8Format)format).Config),
        new AacTagBody(),
        new OpusTagBody(),
        new FlacTagBody(),
        new MpegAudioTagBody(),
        new Ac3TagBody(),
        new Eac3TagBody(),
        new G711TagBody(G711Codec.ALaw, 7),
        new G711TagBody(G711Codec.MuLaw, 8),
    ];

    /// <summary>True when a track can be written now.</summary>
    /// <param name="track">The track.</param>
    /// <param name="reason">A clause for people when it cannot: <c>FLV does not carry MP2 here</c>.</param>
    public static bool CanCarry(Track track, [NotNullWhen(false)] out string? reason)
    {
        TagBody? body = Find(track.Codec);
        reason = body is null ? CodecGap.Say($"FLV does not carry {track.Codec.DisplayName} here", track.Codec, FlvGaps.All.AsSpan()) : body.WhyNot(track);
        return reason is null;
    }

    /// <summary>The codec of a number of the classic form, or null.</summary>
    internal static TagBody? FindClassic(MediaKind kind, int classicId)
    {
        foreach (TagBody body in All)
        {
            if (body.Codec.Kind == kind && body.ReadsClassic(classicId)) return body;
        }

        return null;
    }

    /// <summary>The codec of a name of the enhanced form, or null.</summary>
    internal static TagBody? Find(MediaKind kind, FourCc fourCc)
    {
        foreach (TagBody body in All)
        {
            if (body.Codec.Kind == kind && body.FourCc == fourCc) return body;
        }

        return null;
    }

    /// <summary>How a codec is carried, or null.</summary>
    internal static TagBody? Find(Codec codec)
    {
        foreach (TagBody body in All)
        {
            if (ReferenceEquals(body.Codec, codec)) return body;
        }

        return null;
    }
}
