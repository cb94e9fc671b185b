using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Headrace.Media.Codecs.Av1;

/// <summary>
/// The AV1CodecConfigurationRecord of MP4's <c>av1C</c> box (AV1 in ISOBMFF, 2.3).
/// <code>
/// | marker 1, version 7: 0x81 | profile 3, level 5 | tier 1, high depth 1, twelve bits 1, monochrome 1, subsampling 2, chroma position 2 |
/// | 000, delay is present 1, delay - 1: 4 | sequence header, metadata |
/// </code>
/// </summary>
public static class Av1Config
{
    /// <summary>Bytes before the units.</summary>
    public const int HeaderLength = 4;

    private const byte MarkerAndVersion = 0x81;

    /// <summary>Reads the format from the sequence header in a record. False when the record is none, or has no sequence header that can be read.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, [NotNullWhen(true)] out Av1Format? format)
    {
        format = null;
        if (record.Length < HeaderLength || record[0] != MarkerAndVersion) return false;
        foreach (Av1Obu obu in new Av1Obus(record[HeaderLength..]))
        {
            if (obu.Type == Av1ObuType.SequenceHeader) format ??= Av1Format.Of(obu);
        }

        return format is not null;
    }

    /// <summary>Writes the record of a format.</summary>
    public static void Write(IBufferWriter<byte> output, Av1Format format)
    {
        WriteHeader(output.GetSpan(HeaderLength), format.Header);
        output.Advance(HeaderLength);
        output.Write(format.SequenceHeader.Span);
    }

    /// <summary>Writes the record without its units: four bytes, which MPEG-TS has in a descriptor too.</summary>
    public static void WriteHeader(Span<byte> destination, Av1SequenceHeader header)
    {
        Av1OperatingPoints points = header.OperatingPoints;
        Av1ColourConfig samples = header.Samples;
        destination[0] = MarkerAndVersion;
        destination[1] = (byte)(header.Profile << 5 | points.Level);
        destination[2] = (byte)(Bit(points.IsHighTier, 7) | Bit(samples.BitDepth > 8, 6) | Bit(samples.BitDepth == 12, 5) | Bit(samples.IsMonochrome, 4)
            | Bit(samples.SubsamplesX, 3) | Bit(samples.SubsamplesY, 2) | samples.ChromaPosition);
        destination[3] = points.InitialDelay is { } delay ? (byte)(0x10 | delay) : (byte)0;
    }

    private static int Bit(bool isSet, int place) => isSet ? 1 << place : 0;
}
