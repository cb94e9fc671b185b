using System.Buffers.Binary;

namespace Headrace.Media.Codecs.Vpx;

/// <summary>
/// The VPCodecConfigurationRecord of VP8 and VP9 (VP Codec ISO Media File Format Binding, 1.0), without the bytes for codecs that need some.
/// <code>
/// | profile 8 | level 8 | bit depth 4, chroma 3, full range 1 | primaries 8 | transfer 8 | matrix 8 | bytes that follow: 16, 0 |
/// </code>
/// </summary>
/// <param name="Profile">Profile.</param>
/// <param name="Level">Level times ten; 0 where it is not known.</param>
/// <param name="BitDepth">Bits of a sample.</param>
/// <param name="Chroma">Subsampling: 0 and 1 for 4:2:0, chroma between or at the samples of luma, 2 for 4:2:2, 3 for 4:4:4.</param>
/// <param name="Colour">Meaning of the samples; <see cref="Unstated"/> where the stream says nothing.</param>
public readonly record struct VpxConfig(byte Profile, byte Level, byte BitDepth, byte Chroma, ColourDescription Colour)
{
    /// <summary>Bytes of a record.</summary>
    public const int Length = 8;

    /// <summary>4:2:0, chroma at the samples of luma: what readers take it to be where nothing is said.</summary>
    public const byte Chroma420 = 1;

    /// <summary>4:2:2.</summary>
    public const byte Chroma422 = 2;

    /// <summary>4:4:4.</summary>
    public const byte Chroma444 = 3;

    /// <summary>Colours of which nothing is said.</summary>
    public static ColourDescription Unstated => new(ColourDescription.Unspecified, ColourDescription.Unspecified, ColourDescription.Unspecified, false);

    /// <summary>The code of a chroma format as H.264 numbers them.</summary>
    public static byte ChromaOf(byte? chromaFormat) => chromaFormat switch { 1 => Chroma420, 2 => Chroma422, _ => Chroma444 };

    /// <summary>Reads a record. False when it is cut off.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out VpxConfig config)
    {
        config = default;
        if (record.Length < Length) return false;
        byte samples = record[2];
        config = new VpxConfig(record[0], record[1], (byte)(samples >> 4), (byte)(samples >> 1 & 7), new ColourDescription(record[3], record[4], record[5], (samples & 1) != 0));
        return true;
    }

    /// <summary>Writes the record: <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Profile;
        destination[1] = Level;
        destination[2] = (byte)(BitDepth << 4 | Chroma << 1 | (Colour.IsFullRange ? 1 : 0));
        destination[3] = Colour.Primaries;
        destination[4] = Colour.Transfer;
        destination[5] = Colour.Matrix;
        BinaryPrimitives.WriteUInt16BigEndian(destination[6..], 0);
    }
}
