using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Tracks;

namespace Headrace.Server.Api.Held;

/// <summary>What a decoder must know of a track; null for what does not apply, or is not stated.</summary>
/// <param name="Track">Number of the track.</param>
/// <param name="Kind"><c>video</c>, <c>audio</c> or <c>data</c>.</param>
/// <param name="Codec">Name of the codec.</param>
/// <param name="Rfc6381">The codec string.</param>
/// <param name="ClockRate">Ticks a second of its times.</param>
/// <param name="Profile">profile_idc, general_profile_idc, seq_profile, Ppih, that of VP9, or audio object type.</param>
/// <param name="Level">level_idc, general_level_idc, seq_level_idx or Plev; for VP9 ten times the level that its size needs.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="FrameRate">Pictures a second as the stream states them, as a fraction.</param>
/// <param name="SampleAspectRatio">Shape of a sample, <c>4:3</c>.</param>
/// <param name="ChromaFormat">chroma_format_idc: 1 for 4:2:0.</param>
/// <param name="BitDepth">Bits of a luma sample.</param>
/// <param name="Colour">Meaning of the samples.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">Channels.</param>
/// <param name="AudioSpecificConfig">That of AAC, in hexadecimal.</param>
/// <param name="SpropParameterSets">Parameter sets as session descriptions have them: in Base64, with commas between.</param>
/// <param name="SequenceHeader">The sequence header of AV1 with header and size, in hexadecimal.</param>
internal sealed record ParametersResource(
    int Track, string Kind, string Codec, string? Rfc6381, int ClockRate, int? Profile, int? Level, int? Width, int? Height, string? FrameRate, string? SampleAspectRatio, int? ChromaFormat, int? BitDepth,
    ColourResource? Colour, int? SampleRate, int? Channels, string? AudioSpecificConfig, string? SpropParameterSets, string? SequenceHeader)
{
    internal static ParametersResource Of(Track track)
    {
        VideoFormat? video = track.Format as VideoFormat;
        AudioFormat? audio = track.Format as AudioFormat;
        (int? profile, int? level, int? chroma, int? depth) = track.Format switch
        {
            H264Format h264 => (h264.ProfileIdc, h264.LevelIdc, h264.ChromaFormat, h264.BitDepthLuma),
            H265Format h265 => (h265.Profile.ProfileIdc, h265.Profile.LevelIdc, h265.ChromaFormat, h265.BitDepthLuma),
            Av1Format av1 => (av1.Header.Profile, av1.Header.OperatingPoints.Level, av1.Header.Samples.ChromaFormat, av1.Header.Samples.BitDepth),
            Vp9Format vp9 => (vp9.Profile, vp9.Level, vp9.Samples.ChromaFormat, vp9.Samples.BitDepth),
            Vp8Format vp8 => (vp8.Version, null, 1, 8),
            MjpegFormat mjpeg => (null, null, mjpeg.ChromaFormat, 8),
            JpegXsFormat jpegXs => (jpegXs.Profile, jpegXs.Level, jpegXs.ChromaFormat, jpegXs.BitDepth),
            AacFormat aac => (aac.Config.ObjectType, null, null, null),
            _ => ((int?)null, (int?)null, (int?)null, (int?)null),
        };
        string sets = string.Join(',', track.ParameterSets.Sets.Select(set => Convert.ToBase64String(set.Nal.Span)));
        return new ParametersResource(
            track.Id, ApiWords.Of(track.Kind), track.Codec.Name, track.Format.Rfc6381, track.ClockRate, profile, level, video?.Width, video?.Height, video?.FrameRate?.ToString(),
            video?.SampleAspectRatio is { } shape ? $"{shape.Width}:{shape.Height}" : null, chroma, depth, ColourResource.Of(video?.Colour), audio?.SampleRate, audio?.Channels,
            track.Format is AacFormat { ConfigBytes: var config } ? Convert.ToHexStringLower(config.Span) : null, sets.Length > 0 ? sets : null,
            track.Format is Av1Format { SequenceHeader: var header } ? Convert.ToHexStringLower(header.Span) : null);
    }
}
