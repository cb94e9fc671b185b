using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Av1;

/// <summary>
/// A view of one open bitstream unit (AV1, 5.3). It copies nothing and lives as long as the bytes.
/// <code>
/// | forbidden 1 | type 4 | has extension 1 | has size 1 | reserved 1 | (temporal id 3 | spatial id 2 | reserved 3)? | (size: leb128)? | payload |
/// </code>
/// </summary>
public readonly ref struct Av1Obu
{
    /// <summary>Greatest number of bytes before the payload.</summary>
    public const int MaxHeaderLength = 2 + Leb128.MaxLength;

    /// <summary>The bit of the first byte that says that the size follows the header.</summary>
    public const byte HasSizeBit = 0x02;

    /// <summary>The bit of the first byte that says that a byte of layers follows.</summary>
    public const byte HasExtensionBit = 0x04;

    private const byte ForbiddenBit = 0x80;

    private Av1Obu(byte first, byte extension, ReadOnlySpan<byte> payload)
    {
        First = first;
        Extension = extension;
        Payload = payload;
    }

    /// <summary>The header's first byte, as it was read.</summary>
    public byte First { get; }

    /// <summary>The header's byte of layers; 0 where it has none.</summary>
    public byte Extension { get; }

    /// <summary>What it is.</summary>
    public Av1ObuType Type => (Av1ObuType)(First >> 3 & 0x0F);

    /// <summary>True when the header has a byte of layers.</summary>
    public bool HasExtension => (First & HasExtensionBit) != 0;

    /// <summary>Bytes of the header without size: 1 or 2.</summary>
    public int HeaderLength => HasExtension ? 2 : 1;

    /// <summary>Temporal layer, 0 to 7.</summary>
    public byte TemporalId => (byte)(Extension >> 5);

    /// <summary>Spatial layer, 0 to 3.</summary>
    public byte SpatialId => (byte)(Extension >> 3 & 3);

    /// <summary>What follows header and size, trailing bits included.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Bytes that it takes with its size, as canonical payloads have it.</summary>
    public int SizedLength => HeaderLength + Leb128.LengthOf((uint)Payload.Length) + Payload.Length;

    /// <summary>Bytes that it takes without its size, as RTP has it.</summary>
    public int UnsizedLength => HeaderLength + Payload.Length;

    /// <summary>
    /// Reads the unit that bytes begin with. One without size extends to the end of the bytes. False when the header is none, or the
    /// size goes past the end.
    /// </summary>
    /// <param name="bytes">Begins with the unit.</param>
    /// <param name="obu">The unit.</param>
    /// <param name="length">Bytes that it takes, header and size included.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Av1Obu obu, out int length)
    {
        obu = default;
        length = 0;
        if (bytes.IsEmpty || (bytes[0] & ForbiddenBit) != 0) return false;
        byte first = bytes[0];
        bool hasExtension = (first & HasExtensionBit) != 0;
        int header = hasExtension ? 2 : 1;
        if (bytes.Length < header) return false;
        byte extension = hasExtension ? bytes[1] : (byte)0;
        int end = bytes.Length;
        if ((first & HasSizeBit) != 0)
        {
            if (!Leb128.TryRead(bytes[header..], out uint size, out int sizeLength)) return false;
            header += sizeLength;
            if (size > (uint)(bytes.Length - header)) return false;
            end = header + (int)size;
        }

        obu = new Av1Obu(first, extension, bytes[header..end]);
        length = end;
        return true;
    }

    /// <summary>Writes the unit with its size, into <see cref="SizedLength"/> bytes.</summary>
    public void WriteSized(Span<byte> destination)
    {
        int at = WriteHeader(destination, HasSizeBit);
        at += Leb128.Write(destination[at..], (uint)Payload.Length);
        Payload.CopyTo(destination[at..]);
    }

    /// <summary>Writes the header as it is without a size, and gives its length.</summary>
    public int WriteUnsizedHeader(Span<byte> destination) => WriteHeader(destination, 0);

    private int WriteHeader(Span<byte> destination, byte sizeBit)
    {
        destination[0] = (byte)(First & ~HasSizeBit | sizeBit);
        if (HasExtension) destination[1] = Extension;
        return HeaderLength;
    }
}
