using System.Buffers.Binary;
using System.Text;

namespace Headrace.Containers.Flv.Amf;

/// <summary>Where in the bytes both versions of AMF read on, what they may still hold, and why they stopped.</summary>
internal ref struct AmfCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _elements;

    public int Position { get; private set; }

    public AmfFault Fault { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > Remaining) return Fail(AmfFault.Truncated);
        taken = _bytes.Slice(Position, count);
        Position += count;
        return true;
    }

    public bool TryByte(out byte value)
    {
        bool isThere = TryTake(1, out ReadOnlySpan<byte> taken);
        value = isThere ? taken[0] : default;
        return isThere;
    }

    public bool TryUInt16(out ushort value)
    {
        bool isThere = TryTake(2, out ReadOnlySpan<byte> taken);
        value = isThere ? BinaryPrimitives.ReadUInt16BigEndian(taken) : default;
        return isThere;
    }

    public bool TryUInt32(out uint value)
    {
        bool isThere = TryTake(4, out ReadOnlySpan<byte> taken);
        value = isThere ? BinaryPrimitives.ReadUInt32BigEndian(taken) : default;
        return isThere;
    }

    public bool TryDouble(out double value)
    {
        bool isThere = TryTake(8, out ReadOnlySpan<byte> taken);
        value = isThere ? BinaryPrimitives.ReadDoubleBigEndian(taken) : default;
        return isThere;
    }

    /// <summary>Bytes of a text or a byte array, within its limit.</summary>
    public bool TryLong(uint count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        return count > AmfLimits.MaxTextBytes ? Fail(AmfFault.TextTooLong) : TryTake((int)count, out taken);
    }

    public bool TryText(uint count, out string text)
    {
        bool isThere = TryLong(count, out ReadOnlySpan<byte> taken);
        text = isThere ? Encoding.UTF8.GetString(taken) : "";
        return isThere;
    }

    /// <summary>Counts one more property or item.</summary>
    public bool TryCount() => ++_elements <= AmfLimits.MaxElements || Fail(AmfFault.TooManyElements);

    /// <summary>Sees that <paramref name="count"/> items can follow, before anything is made for them.</summary>
    public bool TryExpect(uint count)
    {
        if (count > (uint)(AmfLimits.MaxElements - _elements)) return Fail(AmfFault.TooManyElements);
        return count <= (uint)Remaining || Fail(AmfFault.Truncated);
    }

    /// <summary>True, and the cursor behind it, where these bytes come next.</summary>
    public bool Skip(ReadOnlySpan<byte> expected)
    {
        if (!_bytes[Position..].StartsWith(expected)) return false;
        Position += expected.Length;
        return true;
    }

    public bool Fail(AmfFault fault)
    {
        Fault = fault;
        return false;
    }
}
