using System.Buffers;
using System.Buffers.Binary;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Appends boxes and their fields, big-endian, to a buffer under construction. It holds no state of its own: copies write to the same place.</summary>
public readonly ref struct BoxWriter(MediaBufferWriter output)
{
    /// <summary>Bytes of a box's size and type.</summary>
    public const int HeaderSize = 8;

    /// <summary>Bytes of the header of a box with version and flags.</summary>
    public const int FullHeaderSize = 12;

    private readonly MediaBufferWriter _output = output;

    /// <summary>The buffer itself, for writers that know nothing of boxes.</summary>
    public IBufferWriter<byte> Output => _output;

    /// <summary>Begins a box; disposing the result ends it and writes its size.</summary>
    public BoxScope Box(FourCc type)
    {
        int start = _output.Length;
        Header(type, 0);
        return new BoxScope(_output, start);
    }

    /// <summary>Begins a box with version and flags (ISO/IEC 14496-12, 4.2.2).</summary>
    public BoxScope FullBox(FourCc type, byte version, uint flags)
    {
        int start = _output.Length;
        FullHeader(type, 0, version, flags);
        return new BoxScope(_output, start);
    }

    /// <summary>Writes the header of a box whose size, header included, is known.</summary>
    public void Header(FourCc type, int size)
    {
        Span<byte> header = _output.Reserve(HeaderSize);
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], type.Value);
    }

    /// <summary>Writes the header of a box with version and flags whose size, header included, is known.</summary>
    public void FullHeader(FourCc type, int size, byte version, uint flags)
    {
        Header(type, size);
        Span<byte> word = _output.Reserve(4);
        BinaryPrimitives.WriteUInt32BigEndian(word, flags);
        word[0] = version;
    }

    /// <summary>Writes one byte.</summary>
    public void UInt8(byte value) => _output.Reserve(1)[0] = value;

    /// <summary>Writes 16 bits.</summary>
    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(_output.Reserve(2), value);

    /// <summary>Writes 32 bits.</summary>
    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(_output.Reserve(4), value);

    /// <summary>Writes 64 bits.</summary>
    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(_output.Reserve(8), value);

    /// <summary>Writes 32 bits, signed.</summary>
    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(_output.Reserve(4), value);

    /// <summary>Writes four characters.</summary>
    public void Name(FourCc name) => UInt32(name.Value);

    /// <summary>Writes <paramref name="count"/> zero bytes.</summary>
    public void Zeros(int count) => _output.Reserve(count).Clear();

    /// <summary>Writes bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <summary>Appends bytes of undefined content for the caller to fill at once.</summary>
    public Span<byte> Reserve(int count) => _output.Reserve(count);

    /// <summary>Writes the unity matrix of movie and track headers.</summary>
    public void UnityMatrix()
    {
        UInt32(0x0001_0000);
        Zeros(12);
        UInt32(0x0001_0000);
        Zeros(12);
        UInt32(0x4000_0000);
    }
}
