namespace Headrace.Containers.Flv.Amf;

/// <summary>
/// Reads the values of a command message, a data message or a script tag, one after the other: AMF0, and AMF3 behind its marker. It never
/// throws: it ends with the bytes or at the first fault.
/// </summary>
/// <remarks>
/// <code>
///  marker                                        AMF 0, 2.1 (all numbers big-endian)
/// +------+---------------------------+
/// | 0x00 | double                    |  number
/// | 0x01 | 8 bits                    |  boolean
/// | 0x02 | length, 16 bits | UTF-8   |  string; 0x0C and 0x0F have 32 bits of length
/// | 0x03 | (name | value)* 00 00 09  |  object; 0x10 with a class name, 0x08 with a count (that nobody relies on) before
/// | 0x0A | count, 32 bits | value*   |  strict array
/// | 0x0B | double | zone, 16 bits    |  date
/// | 0x11 | a value of AMF3           |
/// +------+---------------------------+
/// </code>
/// </remarks>
public ref struct AmfReader(ReadOnlySpan<byte> bytes)
{
    private AmfCursor _cursor = new(bytes);
    private List<AmfProperty>? _properties;
    private Amf3Tables? _tables;

    /// <summary>Why reading ended; none at the end of the bytes.</summary>
    public readonly AmfFault Fault => _cursor.Fault;

    /// <summary>Bytes that were read.</summary>
    public readonly int Position => _cursor.Position;

    /// <summary>The next value. False at the end and after a fault.</summary>
    public bool TryRead(out AmfValue value)
    {
        value = default;
        return _cursor.Fault == AmfFault.None && _cursor.Remaining > 0 && TryReadValue(0, out value);
    }

    private static ReadOnlySpan<byte> ObjectEnd => [0, 0, Amf0Marker.ObjectEnd];

    private bool TryReadValue(int depth, out AmfValue value)
    {
        value = default;
        if (depth > AmfLimits.MaxDepth) return _cursor.Fail(AmfFault.TooDeep);
        if (!_cursor.TryByte(out byte marker)) return false;
        switch (marker)
        {
            case Amf0Marker.Number:
                if (!_cursor.TryDouble(out double number)) return false;
                value = AmfValue.Of(number);
                return true;
            case Amf0Marker.Boolean:
                if (!_cursor.TryByte(out byte boolean)) return false;
                value = AmfValue.Of(boolean != 0);
                return true;
            case Amf0Marker.String:
                return _cursor.TryUInt16(out ushort length) && TryText(length, out value);
            case Amf0Marker.LongString or Amf0Marker.Xml:
                return _cursor.TryUInt32(out uint longLength) && TryText(longLength, out value);
            case Amf0Marker.Null:
                value = AmfValue.Null;
                return true;
            case Amf0Marker.Undefined or Amf0Marker.Unsupported:
                return true;
            case Amf0Marker.Reference:
                if (!_cursor.TryUInt16(out ushort place)) return false;
                value = AmfValue.Reference(place);
                return true;
            case Amf0Marker.Date:
                if (!_cursor.TryDouble(out double milliseconds) || !_cursor.TryUInt16(out _)) return false;
                value = AmfValue.Date(milliseconds);
                return true;
            case Amf0Marker.Object:
                return TryReadProperties(depth, isArray: false, out value);
            case Amf0Marker.TypedObject:
                return _cursor.TryUInt16(out ushort className) && _cursor.TryLong(className, out _) && TryReadProperties(depth, isArray: false, out value);
            case Amf0Marker.EcmaArray:
                return _cursor.TryUInt32(out _) && TryReadProperties(depth, isArray: true, out value);
            case Amf0Marker.StrictArray:
                return TryReadItems(depth, out value);
            case Amf0Marker.Amf3:
                return Amf3Values.TryRead(ref _cursor, _tables ??= new Amf3Tables(), depth, out value);
            default:
                return _cursor.Fail(AmfFault.UnknownType);
        }
    }

    private bool TryText(uint length, out AmfValue value)
    {
        value = default;
        if (!_cursor.TryText(length, out string text)) return false;
        value = AmfValue.Of(text);
        return true;
    }

    private bool TryReadProperties(int depth, bool isArray, out AmfValue value)
    {
        value = default;
        // One list for all depths: an object's properties lie behind those of the objects around it.
        _properties ??= [];
        int first = _properties.Count;
        // Some encoders leave the end out where the message ends, too.
        while (_cursor.Remaining > 0 && !_cursor.Skip(ObjectEnd))
        {
            if (!_cursor.TryCount() || !_cursor.TryUInt16(out ushort length) || !_cursor.TryText(length, out string name)) return false;
            if (!TryReadValue(depth + 1, out AmfValue property)) return false;
            _properties.Add(new AmfProperty(name, property));
        }

        AmfProperty[] properties = [.. _properties[first..]];
        _properties.RemoveRange(first, properties.Length);
        value = isArray ? AmfValue.EcmaArray(properties) : AmfValue.Object(properties);
        return true;
    }

    private bool TryReadItems(int depth, out AmfValue value)
    {
        value = default;
        if (!_cursor.TryUInt32(out uint count) || !_cursor.TryExpect(count)) return false;
        AmfValue[] items = new AmfValue[count];
        for (int i = 0; i < items.Length; i++)
        {
            if (!_cursor.TryCount() || !TryReadValue(depth + 1, out items[i])) return false;
        }

        value = AmfValue.StrictArray(items);
        return true;
    }
}
