using System.Globalization;

namespace Headrace.Containers.Flv.Amf;

/// <summary>
/// One immutable value of AMF. It asks nothing of its kind: what a value is not, is null or empty, as peers send numbers for booleans
/// and null for objects.
/// </summary>
public readonly record struct AmfValue
{
    private readonly double _number;
    private readonly object? _content;

    private AmfValue(AmfKind kind, double number, object? content)
    {
        Kind = kind;
        _number = number;
        _content = content;
    }

    /// <summary>What it is.</summary>
    public AmfKind Kind { get; }

    /// <summary>The number, or a date's milliseconds since 1970 in UTC, or a reference's place; null of any other kind.</summary>
    public double? Number => Kind is AmfKind.Number or AmfKind.Date or AmfKind.Reference ? _number : null;

    /// <summary>The boolean; a number is true when it is not 0. Null of any other kind.</summary>
    public bool? Boolean => Kind is AmfKind.Boolean or AmfKind.Number ? _number != 0 : null;

    /// <summary>The text; null of any other kind.</summary>
    public string? Text => _content as string;

    /// <summary>The bytes of <see cref="AmfKind.Bytes"/>; else empty.</summary>
    public ReadOnlySpan<byte> Bytes => _content as byte[];

    /// <summary>Properties of an object or an ECMA array, as sent; else empty.</summary>
    public ReadOnlySpan<AmfProperty> Properties => _content as AmfProperty[];

    /// <summary>Values of a strict array; else empty.</summary>
    public ReadOnlySpan<AmfValue> Items => _content as AmfValue[];

    /// <summary>The property of a name, compared ordinally; the first one of several; undefined when there is none.</summary>
    public AmfValue this[string name]
    {
        get
        {
            foreach (AmfProperty property in Properties)
            {
                if (property.Name == name) return property.Value;
            }

            return default;
        }
    }

    /// <summary>Null.</summary>
    public static AmfValue Null => new(AmfKind.Null, 0, null);

    /// <summary>A number.</summary>
    public static AmfValue Of(double number) => new(AmfKind.Number, number, null);

    /// <summary>A boolean.</summary>
    public static AmfValue Of(bool value) => new(AmfKind.Boolean, value ? 1 : 0, null);

    /// <summary>Text.</summary>
    public static AmfValue Of(string text) => new(AmfKind.String, 0, text);

    /// <summary>An object; it takes the array over.</summary>
    public static AmfValue Object(params AmfProperty[] properties) => new(AmfKind.Object, 0, properties);

    /// <summary>An array whose keys are names; it takes the array over.</summary>
    public static AmfValue EcmaArray(params AmfProperty[] properties) => new(AmfKind.EcmaArray, 0, properties);

    /// <summary>An array of values; it takes the array over.</summary>
    public static AmfValue StrictArray(params AmfValue[] items) => new(AmfKind.StrictArray, 0, items);

    /// <summary>A date by its milliseconds since 1970 in UTC.</summary>
    public static AmfValue Date(double milliseconds) => new(AmfKind.Date, milliseconds, null);

    /// <summary>Bytes; it takes the array over.</summary>
    public static AmfValue OfBytes(byte[] bytes) => new(AmfKind.Bytes, 0, bytes);

    /// <summary>A reference to an earlier object, by its place.</summary>
    public static AmfValue Reference(int place) => new(AmfKind.Reference, place, null);

    /// <summary>A short form for logs: scalars as they are, of the others how much they hold.</summary>
    public override string ToString() => Kind switch
    {
        AmfKind.Number or AmfKind.Date => _number.ToString(CultureInfo.InvariantCulture),
        AmfKind.Boolean => _number != 0 ? "true" : "false",
        AmfKind.String => Text!,
        AmfKind.Object or AmfKind.EcmaArray => $"{Kind} of {Properties.Length}",
        AmfKind.StrictArray => $"{Kind} of {Items.Length}",
        AmfKind.Bytes => $"{Bytes.Length} bytes",
        _ => Kind.ToString(),
    };
}
