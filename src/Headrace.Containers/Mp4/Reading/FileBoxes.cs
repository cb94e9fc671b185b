using System.Buffers.Binary;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Walks the boxes of a file's outermost level without reading what is in them.</summary>
internal sealed class FileBoxes(IRandomBytes file)
{
    private const int LongHeader = 16;

    /// <summary>Name of the box.</summary>
    public FourCc Type { get; private set; }

    /// <summary>Offset of its first byte.</summary>
    public long Offset { get; private set; }

    /// <summary>Its bytes, header and all; those that the file has where it ends before the box does.</summary>
    public long Size { get; private set; }

    /// <summary>Why the walk ended before the file did; null where it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>True when the file ends inside the box.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Goes to the next box; false at the end of the file, and where what stands there is none.</summary>
    public bool TryNext()
    {
        if (Fault is not null) return false;
        Offset += Size;
        Size = 0;
        long left = file.Length - Offset;
        Span<byte> header = stackalloc byte[LongHeader];
        int count = left <= 0 ? 0 : file.Read(Offset, header);
        if (count < BoxWriter.HeaderSize)
        {
            IsCut = count > 0;
            return false;
        }

        Type = new FourCc(header[4..8]);
        uint first = BinaryPrimitives.ReadUInt32BigEndian(header);
        ulong size = first == 1 ? BinaryPrimitives.ReadUInt64BigEndian(header[BoxWriter.HeaderSize..]) : first == 0 ? (ulong)left : first;
        if (size < (first == 1 ? (ulong)LongHeader : BoxWriter.HeaderSize) || size > long.MaxValue || Type.ToString().StartsWith("0x", StringComparison.Ordinal))
        {
            Fault = $"what stands at byte {Offset} is no box of MP4";
            return false;
        }

        IsCut = size > (ulong)left;
        Size = Math.Min((long)size, left);
        return true;
    }

    /// <summary>Reads the box whole; null where it has more bytes than a limit, or the file ends inside of it.</summary>
    public byte[]? Read(int limit)
    {
        if (Size > limit || IsCut) return null;
        byte[] box = new byte[Size];
        int length = 0;
        while (length < box.Length && file.Read(Offset + length, box.AsSpan(length)) is > 0 and int count) length += count;
        return length == box.Length ? box : null;
    }
}
