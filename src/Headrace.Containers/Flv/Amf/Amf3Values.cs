namespace Headrace.Containers.Flv.Amf;

/// <summary>Reads values of AMF3 as far as encoders send them.</summary>
/// <remarks>
/// <code>
///  U29 (AMF 3, 1.3.1): 7 bits of each of the first three bytes while the top bit is set, 8 bits of a fourth
///  string   U29: length &lt;&lt; 1 | 1, or reference &lt;&lt; 1
///  array    U29: count &lt;&lt; 1 | 1, (name | value)*, an empty name, value*
///  object   U29: members &lt;&lt; 4 | dynamic &lt;&lt; 3 | 0011, class name, name*, value*, (name | value)* and an empty name if dynamic
///           U29: traits &lt;&lt; 2 | 01, value*, …            traits that came before
/// </code>
/// </remarks>
internal static class Amf3Values
{
    private const uint TopOfInteger = 1u << 28;

    public static bool TryRead(ref AmfCursor cursor, Amf3Tables tables, int depth, out AmfValue value)
    {
        value = default;
        if (depth > AmfLimits.MaxDepth) return cursor.Fail(AmfFault.TooDeep);
        if (!cursor.TryByte(out byte marker)) return false;
        switch (marker)
        {
            case Amf3Marker.Undefined:
                return true;
            case Amf3Marker.Null:
                value = AmfValue.Null;
                return true;
            case Amf3Marker.False or Amf3Marker.True:
                value = AmfValue.Of(marker == Amf3Marker.True);
                return true;
            case Amf3Marker.Integer:
                if (!TryUInt29(ref cursor, out uint integer)) return false;
                value = AmfValue.Of(integer < TopOfInteger ? integer : (double)integer - (2 * TopOfInteger));
                return true;
            case Amf3Marker.Double:
                if (!cursor.TryDouble(out double number)) return false;
                value = AmfValue.Of(number);
                return true;
            case Amf3Marker.String:
                if (!TryText(ref cursor, tables, out string text)) return false;
                value = AmfValue.Of(text);
                return true;
        }

        return marker is >= Amf3Marker.XmlDocument and <= Amf3Marker.ByteArray
            ? TryReadReferable(ref cursor, tables, marker, depth, out value)
            : cursor.Fail(AmfFault.UnknownType);
    }

    private static bool TryReadReferable(ref AmfCursor cursor, Amf3Tables tables, byte marker, int depth, out AmfValue value)
    {
        value = default;
        if (!TryUInt29(ref cursor, out uint head)) return false;
        if ((head & 1) == 0)
        {
            value = AmfValue.Reference((int)(head >> 1));
            return true;
        }

        switch (marker)
        {
            case Amf3Marker.Array:
                return TryReadArray(ref cursor, tables, head >> 1, depth, out value);
            case Amf3Marker.Object:
                return TryReadObject(ref cursor, tables, head, depth, out value);
            case Amf3Marker.Date:
                if (!cursor.TryDouble(out double milliseconds)) return false;
                value = AmfValue.Date(milliseconds);
                return true;
            case Amf3Marker.ByteArray:
                if (!cursor.TryLong(head >> 1, out ReadOnlySpan<byte> bytes)) return false;
                value = AmfValue.OfBytes(bytes.ToArray());
                return true;
            default:
                if (!cursor.TryText(head >> 1, out string text)) return false;
                value = AmfValue.Of(text);
                return true;
        }
    }

    private static bool TryReadArray(ref AmfCursor cursor, Amf3Tables tables, uint count, int depth, out AmfValue value)
    {
        value = default;
        List<AmfProperty> properties = [];
        if (!TryReadDynamic(ref cursor, tables, properties, depth) || !cursor.TryExpect(count)) return false;
        AmfValue[] items = new AmfValue[count];
        for (int i = 0; i < items.Length; i++)
        {
            if (!cursor.TryCount() || !TryRead(ref cursor, tables, depth + 1, out items[i])) return false;
        }

        // An array that has names and places at once is taken for the one that it has values of.
        value = properties.Count > 0 ? AmfValue.EcmaArray([.. properties]) : AmfValue.StrictArray(items);
        return true;
    }

    private static bool TryReadObject(ref AmfCursor cursor, Amf3Tables tables, uint head, int depth, out AmfValue value)
    {
        value = default;
        if (!TryTraits(ref cursor, tables, head, out Amf3Traits? traits)) return false;
        List<AmfProperty> properties = [];
        foreach (string member in traits.Members)
        {
            if (!cursor.TryCount() || !TryRead(ref cursor, tables, depth + 1, out AmfValue property)) return false;
            properties.Add(new AmfProperty(member, property));
        }

        if (traits.IsDynamic && !TryReadDynamic(ref cursor, tables, properties, depth)) return false;
        value = AmfValue.Object([.. properties]);
        return true;
    }

    private static bool TryTraits(ref AmfCursor cursor, Amf3Tables tables, uint head, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Amf3Traits? traits)
    {
        traits = null;
        if ((head & 2) == 0)
        {
            int place = (int)(head >> 2);
            if (place >= tables.Traits.Count) return cursor.Fail(AmfFault.BadReference);
            traits = tables.Traits[place];
            return true;
        }

        // A class that writes itself: only who knows it can read on.
        if ((head & 4) != 0) return cursor.Fail(AmfFault.UnknownType);
        uint count = head >> 4;
        if (!TryText(ref cursor, tables, out _) || !cursor.TryExpect(count)) return false;
        string[] members = new string[count];
        for (int i = 0; i < members.Length; i++)
        {
            if (!cursor.TryCount() || !TryText(ref cursor, tables, out members[i])) return false;
        }

        traits = new Amf3Traits(members, (head & 8) != 0);
        tables.Traits.Add(traits);
        return true;
    }

    private static bool TryReadDynamic(ref AmfCursor cursor, Amf3Tables tables, List<AmfProperty> properties, int depth)
    {
        while (true)
        {
            if (!TryText(ref cursor, tables, out string name)) return false;
            if (name.Length == 0) return true;
            if (!cursor.TryCount() || !TryRead(ref cursor, tables, depth + 1, out AmfValue property)) return false;
            properties.Add(new AmfProperty(name, property));
        }
    }

    private static bool TryText(ref AmfCursor cursor, Amf3Tables tables, out string text)
    {
        text = "";
        if (!TryUInt29(ref cursor, out uint head)) return false;
        if ((head & 1) == 0)
        {
            int place = (int)(head >> 1);
            if (place >= tables.Texts.Count) return cursor.Fail(AmfFault.BadReference);
            text = tables.Texts[place];
            return true;
        }

        if (!cursor.TryText(head >> 1, out text)) return false;
        // AMF 3, 1.3.2: the empty text is never referred to.
        if (text.Length > 0) tables.Texts.Add(text);
        return true;
    }

    private static bool TryUInt29(ref AmfCursor cursor, out uint value)
    {
        value = 0;
        for (int i = 0; i < 3; i++)
        {
            if (!cursor.TryByte(out byte part)) return false;
            value = (value << 7) | (part & 0x7Fu);
            if (part < 0x80) return true;
        }

        if (!cursor.TryByte(out byte last)) return false;
        value = (value << 8) | last;
        return true;
    }
}
