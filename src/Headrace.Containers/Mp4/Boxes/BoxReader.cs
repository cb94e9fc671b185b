using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>
/// Walks the boxes of a file or of a container, one after the other, without copying. It never throws: it ends at the last box or at the
/// first fault, and <see cref="Error"/> says which.
/// </summary>
/// <remarks>
/// <code>
///  0       4       8               16
/// +-------+-------+---------------+----------------+
/// | size  | type  | size, 64 bits | 16 bytes       |  size 1: 64-bit size follows; size 0: to the end of the file
/// +-------+-------+---------------+----------------+  type uuid: 16 bytes of type follow
/// </code>
/// </remarks>
public ref struct BoxReader
{
    /// <summary>Most levels of boxes in boxes; deeper ones are a fault.</summary>
    public const int MaxDepth = 16;

    /// <summary>Most boxes in one container; one more is a fault.</summary>
    public const int MaxBoxes = 16_384;

    private const int UuidSize = 16;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _origin;
    private readonly int _depth;
    private int _at;
    private int _count;

    /// <summary>Reads the boxes of a file, a segment or a part of it.</summary>
    public BoxReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    internal BoxReader(ReadOnlySpan<byte> bytes, int origin, int depth)
    {
        _bytes = bytes;
        _origin = origin;
        _depth = depth;
    }

    internal BoxReader(Mp4Error error) => Error = error;

    /// <summary>Why reading ended; no error at the end of the bytes.</summary>
    public Mp4Error Error { get; private set; }

    /// <summary>The next box. False at the end and after a fault.</summary>
    public bool TryRead(out Box box)
    {
        box = default;
        if (!Error.IsNone || _at == _bytes.Length) return false;
        ReadOnlySpan<byte> rest = _bytes[_at..];
        if (rest.Length < BoxWriter.HeaderSize) return Fail(Outgrown, default);
        FourCc type = new(rest[4..8]);
        if (_count++ == MaxBoxes) return Fail(Mp4Fault.TooManyBoxes, type);
        if (!TryReadHeader(rest, type, out int headerSize, out ulong size)) return false;
        if (size < (ulong)headerSize) return Fail(Mp4Fault.BadSize, type);
        if (size > (ulong)rest.Length) return Fail(Outgrown, type);
        box = new Box(type, rest[headerSize..(int)size], _origin + _at, headerSize, _depth);
        _at += (int)size;
        return true;
    }

    /// <summary>The body of the next box of a type, passing over others. False when there is none before the end or a fault.</summary>
    public bool TryFind(FourCc type, out ReadOnlySpan<byte> body)
    {
        while (TryRead(out Box box))
        {
            if (box.Type != type) continue;
            body = box.Body;
            return true;
        }

        body = default;
        return false;
    }

    // At the outermost level more bytes may be on their way; inside a container there are none.
    private readonly Mp4Fault Outgrown => _depth == 0 ? Mp4Fault.Truncated : Mp4Fault.BadSize;

    private bool TryReadHeader(ReadOnlySpan<byte> rest, FourCc type, out int headerSize, out ulong size)
    {
        headerSize = BoxWriter.HeaderSize;
        size = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (size == 1)
        {
            if (rest.Length < headerSize + 8) return Fail(Outgrown, type);
            size = BinaryPrimitives.ReadUInt64BigEndian(rest[headerSize..]);
            headerSize += 8;
        }
        else if (size == 0)
        {
            // ISO/IEC 14496-12, 4.2.2: only the last box of a file may leave its size open.
            if (_depth > 0) return Fail(Mp4Fault.BadSize, type);
            size = (ulong)rest.Length;
        }

        if (type == BoxTypes.Uuid) headerSize += UuidSize;
        return true;
    }

    private bool Fail(Mp4Fault fault, FourCc type)
    {
        Error = new Mp4Error(fault, type, _origin + _at);
        return false;
    }
}
