using System.Buffers.Binary;

namespace Headrace.Media.Codecs.JpegXs;

/// <summary>
/// The header of a codestream (ISO/IEC 21122-1, annex A): from its start to the first slice, each marker but the first with a length that counts itself.
/// <code>
/// | SOC | CAP | PIH: length 16, codestream 32, profile 16, level 16, width 16, height 16, columns 16, slice height 16, components 8 ... |
/// | CDT: length 16, (bits 8, subsampling x 4, y 4)* | ... | WGT | SLH
/// </code>
/// </summary>
/// <param name="Profile">Ppih.</param>
/// <param name="Level">Plev.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels; of a field, where the frame has two.</param>
/// <param name="SliceHeight">Height of a slice, in precincts.</param>
/// <param name="Components">Components of a sample.</param>
/// <param name="BitDepth">Bits of a sample of the first component.</param>
/// <param name="ChromaFormat">0 one component, 1 4:2:0, 2 4:2:2, 3 4:4:4.</param>
public readonly record struct JpegXsHeader(ushort Profile, ushort Level, int Width, int Height, int SliceHeight, byte Components, byte BitDepth, byte ChromaFormat)
{
    /// <summary>Greatest number of markers before the first slice.</summary>
    public const int MaxMarkers = 64;

    /// <summary>Greatest number of boxes before the codestream.</summary>
    public const int MaxBoxes = 16;

    private const int PictureHeaderLength = 26;
    private const int BoxHeaderLength = 8;
    private const int MaxComponents = 8;

    /// <summary>True for bytes that begin with a slice.</summary>
    public static bool IsSlice(ReadOnlySpan<byte> bytes) => bytes.Length > 2 && BinaryPrimitives.ReadUInt16BigEndian(bytes) == JpegXsMarker.Slh;

    /// <summary>
    /// Finds where a picture segment's codestream begins: behind the boxes that RTP has before it (RFC 9134, 3.3), or at once. False when there is none.
    /// </summary>
    public static bool TryFindCodestream(ReadOnlySpan<byte> segment, out int offset)
    {
        offset = 0;
        for (int boxes = 0; boxes <= MaxBoxes && offset + BoxHeaderLength <= segment.Length; boxes++)
        {
            ReadOnlySpan<byte> rest = segment[offset..];
            if (BinaryPrimitives.ReadUInt16BigEndian(rest) == JpegXsMarker.Soc) return true;
            uint size = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (size < BoxHeaderLength || size > (uint)rest.Length) return false;
            offset += (int)size;
        }

        return false;
    }

    /// <summary>Parses the header of a codestream. False when it is none, ends before its first slice's place can be known, or has no picture header or component table.</summary>
    public static bool TryParse(ReadOnlySpan<byte> codestream, out JpegXsHeader header)
    {
        header = default;
        if (codestream.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(codestream) != JpegXsMarker.Soc) return false;
        ReadOnlySpan<byte> rest = codestream[2..];
        bool hasPicture = false;
        bool hasComponents = false;
        for (int i = 0; i < MaxMarkers && rest.Length >= 4; i++)
        {
            ushort marker = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (marker == JpegXsMarker.Slh) break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (marker < 0xFF00 || length < 2 || length > rest.Length - 2) return false;
            ReadOnlySpan<byte> content = rest.Slice(4, length - 2);
            if (marker == JpegXsMarker.Pih) hasPicture = TryReadPicture(content, ref header);
            if (marker == JpegXsMarker.Cdt) hasComponents = hasPicture && TryReadComponents(content, ref header);
            rest = rest[(2 + length)..];
        }

        return hasPicture && hasComponents;
    }

    private static bool TryReadPicture(ReadOnlySpan<byte> content, ref JpegXsHeader header)
    {
        if (content.Length != PictureHeaderLength - 2) return false;
        header = header with
        {
            Profile = BinaryPrimitives.ReadUInt16BigEndian(content[4..]),
            Level = BinaryPrimitives.ReadUInt16BigEndian(content[6..]),
            Width = BinaryPrimitives.ReadUInt16BigEndian(content[8..]),
            Height = BinaryPrimitives.ReadUInt16BigEndian(content[10..]),
            SliceHeight = BinaryPrimitives.ReadUInt16BigEndian(content[14..]),
            Components = content[16],
        };
        return header.Width > 0 && header.Height > 0 && header.Components is > 0 and <= MaxComponents;
    }

    private static bool TryReadComponents(ReadOnlySpan<byte> content, ref JpegXsHeader header)
    {
        if (content.Length < 2 * header.Components || content[0] == 0) return false;
        byte second = header.Components > 1 ? content[3] : (byte)0;
        (int x, int y) = (second >> 4, second & 0x0F);
        header = header with { BitDepth = content[0], ChromaFormat = header.Components < 3 ? (byte)0 : y == 2 ? (byte)1 : x == 2 ? (byte)2 : (byte)3 };
        return true;
    }
}
