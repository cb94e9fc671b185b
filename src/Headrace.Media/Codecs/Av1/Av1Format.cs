using System.Globalization;
using System.Text;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Av1;

/// <summary>
/// A format of AV1. Equal when the sequence headers are, except for what the decoder model says of operating points: another one begins a new coded
/// video sequence (AV1, 7.5) and asks for another sample entry (AV1 in ISOBMFF, 2.3.4).
/// </summary>
public sealed record Av1Format : VideoFormat
{
    private const string Usual = ".0.110.01.01.01.0";

    /// <summary>What the sequence header says.</summary>
    public required Av1SequenceHeader Header { get; init; }

    /// <summary>The sequence header as an open bitstream unit with its size.</summary>
    public required ReadOnlyMemory<byte> SequenceHeader { get; init; }

    /// <inheritdoc/>
    public override Codec Codec => Av1Codec.Instance;

    /// <summary>
    /// <c>av01.</c> with profile, level and tier, and bit depth; where samples or colours are not the usual ones of 4:2:0 and BT.709 also those (AV1 in ISOBMFF, 5).
    /// </summary>
    public override string Rfc6381
    {
        get
        {
            StringBuilder text = new();
            Av1OperatingPoints points = Header.OperatingPoints;
            Av1ColourConfig samples = Header.Samples;
            text.Append(CultureInfo.InvariantCulture, $"av01.{Header.Profile}.{points.Level:00}{(points.IsHighTier ? 'H' : 'M')}.{samples.BitDepth:00}");
            string more = Details(samples);
            return more == Usual ? text.ToString() : text.Append(more).ToString();
        }
    }

    /// <summary>What a sequence header says; null when it cannot be understood.</summary>
    /// <param name="obu">The sequence header.</param>
    public static Av1Format? Of(in Av1Obu obu)
    {
        if (obu.Type != Av1ObuType.SequenceHeader || !Av1SequenceHeader.TryParse(obu.Payload, out Av1SequenceHeader? header)) return null;
        byte[] sized = new byte[obu.SizedLength];
        obu.WriteSized(sized);
        return new Av1Format
        {
            Header = header,
            SequenceHeader = sized,
            Width = header.Width,
            Height = header.Height,
            FrameRate = header.FrameRate,
            Colour = header.Samples.Colour,
        };
    }

    /// <inheritdoc/>
    public bool Equals(Av1Format? other) =>
        base.Equals(other)
        && (Header.Profile, Header.IsReducedStill) == (other.Header.Profile, other.Header.IsReducedStill)
        && (Header.OperatingPoints.Level, Header.OperatingPoints.IsHighTier) == (other.Header.OperatingPoints.Level, other.Header.OperatingPoints.IsHighTier)
        && Header.Tools.Span.SequenceEqual(other.Header.Tools.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Header.Profile, Header.OperatingPoints.Level, Header.Tools.Length);

    // What is not stated counts as what a reader takes it to be when the string does not say it.
    private static string Details(Av1ColourConfig samples)
    {
        ColourDescription colour = samples.Colour ?? new ColourDescription(1, 1, 1, false);
        char monochrome = samples.IsMonochrome ? '1' : '0';
        string chroma = samples.IsMonochrome ? "110" : $"{(samples.SubsamplesX ? 1 : 0)}{(samples.SubsamplesY ? 1 : 0)}{(samples.SubsamplesY ? samples.ChromaPosition : 0)}";
        return string.Create(CultureInfo.InvariantCulture, $".{monochrome}.{chroma}.{colour.Primaries:00}.{colour.Transfer:00}.{colour.Matrix:00}.{(colour.IsFullRange ? 1 : 0)}");
    }
}
