using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Headrace.Containers.Flv.Amf;

/// <summary>Appends values of AMF0 to a buffer. It holds no state of its own: copies write to the same place.</summary>
public readonly struct AmfWriter(IBufferWriter<byte> output)
{
    /// <summary>Writes a number.</summary>
    public void Number(double value)
    {
        Span<byte> bytes = output.GetSpan(9);
        bytes[0] = Amf0Marker.Number;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        output.Advance(9);
    }

    /// <summary>Writes a boolean.</summary>
    public void Boolean(bool value)
    {
        UInt8(Amf0Marker.Boolean);
        UInt8(value ? (byte)1 : (byte)0);
    }

    /// <summary>Writes text, as a long string where it must be.</summary>
    public void Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        if (length <= ushort.MaxValue)
        {
            UInt8(Amf0Marker.String);
            UInt16((ushort)length);
        }
        else
        {
            UInt8(Amf0Marker.LongString);
            UInt32((uint)length);
        }

        Utf8(value, length);
    }

    /// <summary>Writes null.</summary>
    public void Null() => UInt8(Amf0Marker.Null);

    /// <summary>Writes undefined.</summary>
    public void Undefined() => UInt8(Amf0Marker.Undefined);

    /// <summary>Writes a date by its milliseconds since 1970 in UTC.</summary>
    public void Date(double milliseconds)
    {
        Span<byte> bytes = output.GetSpan(11);
        bytes[0] = Amf0Marker.Date;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], milliseconds);
        bytes[9..11].Clear();
        output.Advance(11);
    }

    /// <summary>Begins an object: names with values follow, and <see cref="End"/>.</summary>
    public void Object() => UInt8(Amf0Marker.Object);

    /// <summary>Begins an ECMA array: names with values follow, and <see cref="End"/>.</summary>
    /// <param name="count">How many, for readers that go by it.</param>
    public void EcmaArray(int count)
    {
        UInt8(Amf0Marker.EcmaArray);
        UInt32((uint)count);
    }

    /// <summary>Begins a strict array: <paramref name="count"/> values follow, and nothing behind them.</summary>
    public void StrictArray(int count)
    {
        UInt8(Amf0Marker.StrictArray);
        UInt32((uint)count);
    }

    /// <summary>Writes a property's name; its value follows. A name has at most 65,535 bytes of UTF-8.</summary>
    public void Name(string name)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        UInt16(checked((ushort)length));
        Utf8(name, length);
    }

    /// <summary>Ends an object or an ECMA array.</summary>
    public void End()
    {
        UInt16(0);
        UInt8(Amf0Marker.ObjectEnd);
    }

    /// <summary>Writes a named number.</summary>
    public void Number(string name, double value)
    {
        Name(name);
        Number(value);
    }

    /// <summary>Writes a named boolean.</summary>
    public void Boolean(string name, bool value)
    {
        Name(name);
        Boolean(value);
    }

    /// <summary>Writes a named text.</summary>
    public void Text(string name, string value)
    {
        Name(name);
        Text(value);
    }

    /// <summary>
    /// Writes any value. Bytes and references have no place in AMF0: they are written as undefined. Properties with names that are too
    /// long for it are left out.
    /// </summary>
    public void Value(in AmfValue value)
    {
        switch (value.Kind)
        {
            case AmfKind.Number:
                Number(value.Number!.Value);
                break;
            case AmfKind.Boolean:
                Boolean(value.Boolean!.Value);
                break;
            case AmfKind.String:
                Text(value.Text!);
                break;
            case AmfKind.Null:
                Null();
                break;
            case AmfKind.Date:
                Date(value.Number!.Value);
                break;
            case AmfKind.Object or AmfKind.EcmaArray:
                Properties(value);
                break;
            case AmfKind.StrictArray:
                StrictArray(value.Items.Length);
                foreach (ref readonly AmfValue item in value.Items) Value(item);
                break;
            default:
                Undefined();
                break;
        }
    }

    private void Properties(in AmfValue value)
    {
        if (value.Kind == AmfKind.Object) Object();
        else EcmaArray(value.Properties.Length);
        foreach (ref readonly AmfProperty property in value.Properties)
        {
            if (Encoding.UTF8.GetByteCount(property.Name) > ushort.MaxValue) continue;
            Name(property.Name);
            Value(property.Value);
        }

        End();
    }

    private void UInt8(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    private void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private void Utf8(string value, int length)
    {
        if (length == 0) return;
        Encoding.UTF8.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
    }
}
