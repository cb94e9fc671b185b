using System.Globalization;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Vp8;

/// <summary>A format of VP8: what key frames say. Samples are of 8 bits, 4:2:0.</summary>
public sealed record Vp8Format : VideoFormat
{
    private const byte Depth = 8;

    /// <summary>The version of the bitstream, which containers call the profile: 0 to 3.</summary>
    public int Version { get; init; }

    /// <summary>The level times ten that a container states; null where it is computed. No part of equality.</summary>
    public byte? StatedLevel { get; init; }

    /// <inheritdoc/>
    public override Codec Codec => Vp8Codec.Instance;

    /// <summary><c>vp08.</c> with profile, level and bit depth (VP Codec ISO Media File Format Binding, 1.0).</summary>
    public override string Rfc6381 => string.Create(CultureInfo.InvariantCulture, $"vp08.{Config.Profile:00}.{Config.Level:00}.{Depth:00}");

    /// <summary>What containers state of the format. VP8 itself has no levels: those of VP9 are named.</summary>
    public VpxConfig Config => new((byte)Version, StatedLevel ?? Vp9Level.Of(Width, Height, FrameRate), Depth, VpxConfig.Chroma420, VpxConfig.Unstated);

    /// <summary>What a container states; null for what VP8 does not have.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static Vp8Format? Of(in VpxConfig config, int width, int height) =>
        config.Profile > 3 || config.BitDepth != Depth || config.Chroma > VpxConfig.Chroma420 || width == 0 || height == 0
            ? null
            : new Vp8Format { Version = config.Profile, StatedLevel = config.Level > 0 ? config.Level : null, Width = width, Height = height };

    /// <inheritdoc/>
    public bool Equals(Vp8Format? other) => base.Equals(other) && Version == other.Version;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Version);
}
