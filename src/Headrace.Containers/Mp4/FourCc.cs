using System.Buffers.Binary;

namespace Headrace.Containers.Mp4;

/// <summary>Four characters that name a box, a brand, a handler or a sample entry (ISO/IEC 14496-12, 4.2).</summary>
/// <param name="Value">The four bytes as a big-endian number.</param>
public readonly record struct FourCc(uint Value)
{
    /// <summary>From exactly four bytes, as in <c>new FourCc("moov"u8)</c>.</summary>
    public FourCc(ReadOnlySpan<byte> name)
        : this(BinaryPrimitives.ReadUInt32BigEndian(name))
    {
    }

    /// <summary>The characters where all four are printable ASCII, else <c>0x</c> and eight hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Value);
        Span<char> name = stackalloc char[sizeof(uint)];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is < 0x20 or > 0x7E) return $"0x{Value:X8}";
            name[i] = (char)bytes[i];
        }

        return new string(name);
    }
}
