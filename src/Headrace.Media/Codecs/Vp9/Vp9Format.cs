using System.Globalization;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Vp9;

/// <summary>A format of VP9: what key frames say. The size is that of the greatest spatial layer.</summary>
public sealed record Vp9Format : VideoFormat
{
    private const string Usual = ".01.01.01.01.00";

    /// <summary>Profile, 0 to 3.</summary>
    public required int Profile { get; init; }

    /// <summary>Depth and subsampling of the samples.</summary>
    public required Vp9Samples Samples { get; init; }

    /// <summary>The level times ten that a container states; null where it is computed. No part of equality.</summary>
    public byte? StatedLevel { get; init; }

    /// <summary>The level times ten: the stated one, else the least that the size fits.</summary>
    public byte Level => StatedLevel ?? Vp9Level.Of(Width, Height, FrameRate);

    /// <inheritdoc/>
    public override Codec Codec => Vp9Codec.Instance;

    /// <summary><c>vp09.</c> with profile, level and bit depth; where samples or colours are not the usual ones of 4:2:0 and BT.709 also those (VP Codec ISO Media File Format Binding, 1.0).</summary>
    public override string Rfc6381
    {
        get
        {
            VpxConfig config = Config;
            string start = string.Create(CultureInfo.InvariantCulture, $"vp09.{config.Profile:00}.{config.Level:00}.{config.BitDepth:00}");
            ColourDescription colour = Colour ?? new ColourDescription(1, 1, 1, false);
            string more = string.Create(CultureInfo.InvariantCulture, $".{config.Chroma:00}.{colour.Primaries:00}.{colour.Transfer:00}.{colour.Matrix:00}.{(colour.IsFullRange ? 1 : 0):00}");
            return more == Usual ? start : start + more;
        }
    }

    /// <summary>What containers state of the format.</summary>
    public VpxConfig Config => new((byte)Profile, Level, Samples.BitDepth, VpxConfig.ChromaOf(Samples.ChromaFormat), Colour ?? VpxConfig.Unstated);

    /// <summary>What a container states; null for what VP9 does not have.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static Vp9Format? Of(in VpxConfig config, int width, int height)
    {
        if (config.Profile > 3 || config.BitDepth is not (8 or 10 or 12) || config.Chroma > VpxConfig.Chroma444 || width == 0 || height == 0) return null;
        bool isStated = config.Colour != VpxConfig.Unstated;
        ColourDescription? colour = isStated ? config.Colour : null;
        return new Vp9Format
        {
            Profile = config.Profile,
            Samples = new Vp9Samples(config.BitDepth, config.Chroma < VpxConfig.Chroma444, config.Chroma < VpxConfig.Chroma422, colour),
            StatedLevel = config.Level > 0 ? config.Level : null,
            Width = width,
            Height = height,
            Colour = colour,
        };
    }

    /// <inheritdoc/>
    public bool Equals(Vp9Format? other) =>
        base.Equals(other)
        && Profile == other.Profile
        && (Samples.BitDepth, Samples.SubsamplesX, Samples.SubsamplesY) == (other.Samples.BitDepth, other.Samples.SubsamplesX, other.Samples.SubsamplesY);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Profile, Samples.BitDepth);
}
