using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>One box as it lies in bytes that somebody else owns.</summary>
public readonly ref struct Box
{
    private readonly int _depth;

    internal Box(FourCc type, ReadOnlySpan<byte> body, int offset, int headerSize, int depth)
    {
        Type = type;
        Body = body;
        Offset = offset;
        HeaderSize = headerSize;
        _depth = depth;
    }

    /// <summary>Its name.</summary>
    public FourCc Type { get; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Offset of its first byte from the first byte of the outermost reader.</summary>
    public int Offset { get; }

    /// <summary>Bytes of its header: 8, or 16 with a 64-bit size, and 16 more for a UUID.</summary>
    public int HeaderSize { get; }

    /// <summary>Bytes of header and body.</summary>
    public int Size => HeaderSize + Body.Length;

    /// <summary>Reads the boxes in it, past <paramref name="skip"/> bytes of fields. An error when there are fewer bytes than those.</summary>
    public BoxReader Children(int skip = 0)
    {
        if (skip > Body.Length) return new BoxReader(Error(Mp4Fault.BadContent));
        if (_depth + 1 >= BoxReader.MaxDepth) return new BoxReader(Error(Mp4Fault.TooDeep));
        return new BoxReader(Body[skip..], Offset + HeaderSize + skip, _depth + 1);
    }

    /// <summary>Version, flags and the bytes behind them (ISO/IEC 14496-12, 4.2.2); false when there are fewer than four bytes.</summary>
    public static bool TryReadFull(ReadOnlySpan<byte> body, out byte version, out uint flags, out ReadOnlySpan<byte> fields)
    {
        if (body.Length < 4)
        {
            version = 0;
            flags = 0;
            fields = default;
            return false;
        }

        version = body[0];
        flags = BinaryPrimitives.ReadUInt32BigEndian(body) & 0x00FF_FFFF;
        fields = body[4..];
        return true;
    }

    /// <summary>A fault of this box.</summary>
    public Mp4Error Error(Mp4Fault fault) => new(fault, Type, Offset);

    /// <summary>The error that this box lacks another one.</summary>
    public Mp4Error Missing(FourCc type) => new(Mp4Fault.MissingBox, type, Offset);
}
