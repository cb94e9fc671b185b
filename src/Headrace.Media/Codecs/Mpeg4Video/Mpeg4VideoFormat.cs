using System.Globalization;
using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg4Video;

/// <summary>A format of MPEG-4 video. Equal when the configurations are, byte for byte.</summary>
public sealed record Mpeg4VideoFormat : VideoFormat
{
    /// <summary>Greatest length of a configuration.</summary>
    public const int MaxConfigBytes = 4096;

    private const int StartCodeLength = 3;
    private const byte SimpleLevel1 = 1;

    /// <summary>The headers of sequence, object and layer, start codes and all: what decoders need before the first picture.</summary>
    public required ReadOnlyMemory<byte> Config { get; init; }

    /// <summary>profile_and_level_indication (annex G).</summary>
    public required byte ProfileAndLevel { get; init; }

    /// <summary>True when there are no B pictures; null where it is not said.</summary>
    public bool? IsLowDelay { get; init; }

    /// <inheritdoc/>
    public override Codec Codec => Mpeg4VideoCodec.Instance;

    /// <summary><c>mp4v.20.</c> with profile and level (RFC 6381, 3.3).</summary>
    public override string Rfc6381 => string.Create(CultureInfo.InvariantCulture, $"mp4v.20.{ProfileAndLevel}");

    /// <summary>What a configuration says; null when it cannot be understood.</summary>
    public static Mpeg4VideoFormat? Of(ReadOnlySpan<byte> config)
    {
        if (config.Length > MaxConfigBytes) return null;
        byte profile = SimpleLevel1;
        for (ReadOnlySpan<byte> rest = config; AnnexB.IndexOfStartCode(rest) is >= 0 and int at;)
        {
            rest = rest[(at + StartCodeLength)..];
            if (rest.Length > 1 && rest[0] == Mpeg4StartCode.Sequence) profile = rest[1];
            if (rest.IsEmpty || rest[0] is < Mpeg4StartCode.FirstLayer or > Mpeg4StartCode.LastLayer || !Mpeg4Layer.TryRead(rest, out Mpeg4Layer layer)) continue;
            return new Mpeg4VideoFormat
            {
                Config = config.ToArray(),
                ProfileAndLevel = profile,
                IsLowDelay = layer.IsLowDelay,
                Width = layer.Width,
                Height = layer.Height,
                FrameRate = layer.FrameRate,
                SampleAspectRatio = layer.Shape,
            };
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(Mpeg4VideoFormat? other) => base.Equals(other) && Config.Span.SequenceEqual(other.Config.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Config.Length, ProfileAndLevel);
}
