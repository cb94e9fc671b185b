using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Brands of a file (<c>ftyp</c>, ISO/IEC 14496-12, 4.3) or of a segment (<c>styp</c>, 8.16.2).</summary>
internal readonly ref struct FileTypeBox
{
    private readonly ReadOnlySpan<byte> _compatible;

    private FileTypeBox(FourCc major, uint minorVersion, ReadOnlySpan<byte> compatible)
    {
        Major = major;
        MinorVersion = minorVersion;
        _compatible = compatible;
    }

    /// <summary>The brand that describes the file best.</summary>
    public FourCc Major { get; }

    /// <summary>Version of the major brand; informative.</summary>
    public uint MinorVersion { get; }

    /// <summary>Number of compatible brands.</summary>
    public int Count => _compatible.Length / sizeof(uint);

    /// <summary>Compatible brand <paramref name="index"/>.</summary>
    public FourCc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_compatible[(index * sizeof(uint))..]));

    /// <summary>True when a brand is among the compatible ones, or is the major one.</summary>
    public bool Has(FourCc brand)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i] == brand) return true;
        }

        return Major == brand;
    }

    /// <summary>Bytes of a box with <paramref name="compatible"/> compatible brands.</summary>
    public static int SizeOf(int compatible) => BoxWriter.HeaderSize + sizeof(uint) * (2 + compatible);

    /// <summary>Writes a box of either type, with minor version 0.</summary>
    public static void Write(BoxWriter output, FourCc type, FourCc major, ReadOnlySpan<FourCc> compatible)
    {
        output.Header(type, SizeOf(compatible.Length));
        output.Name(major);
        output.UInt32(0);
        foreach (FourCc brand in compatible) output.Name(brand);
    }

    /// <summary>Reads the body of a box of either type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out FileTypeBox box)
    {
        box = default;
        if (body.Length < 2 * sizeof(uint) || body.Length % sizeof(uint) != 0) return false;
        box = new FileTypeBox(new FourCc(body[..4]), BinaryPrimitives.ReadUInt32BigEndian(body[4..]), body[8..]);
        return true;
    }
}
