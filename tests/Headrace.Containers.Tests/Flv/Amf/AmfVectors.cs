using Headrace.Containers.Flv.Amf;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Flv.Amf;

/// <summary>Values as others write them, byte by byte, and what they mean.</summary>
internal static class AmfVectors
{
    /// <summary>Values that our writer writes the same way.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, AmfValue Value)> BothWays { get; } =
    [
        ("number", Hex.Parse("00 3FF0000000000000"), AmfValue.Of(1.0)),
        ("number below 0", Hex.Parse("00 C08F380000000000"), AmfValue.Of(-999.0)),
        ("true", Hex.Parse("01 01"), AmfValue.Of(true)),
        ("false", Hex.Parse("01 00"), AmfValue.Of(false)),
        ("text", Hex.Parse("02 0007 636F6E6E656374"), AmfValue.Of("connect")),
        ("empty text", Hex.Parse("02 0000"), AmfValue.Of("")),
        ("text beyond ASCII", Hex.Parse("02 0004 43C3B474"), AmfValue.Of("Côt")),
        ("null", Hex.Parse("05"), AmfValue.Null),
        ("undefined", Hex.Parse("06"), default),
        ("date", Hex.Parse("0B 4277000000000000 0000"), AmfValue.Date(1580547964928)),
        ("empty object", Hex.Parse("03 000009"), AmfValue.Object()),
        ("object", Hex.Parse("03 0003617070 02 00046C697665 0004 66706164 01 00 000009"),
            AmfValue.Object(new("app", AmfValue.Of("live")), new("fpad", AmfValue.Of(false)))),
        ("object in object", Hex.Parse("03 000161 03 000162 05 000009 000009"), AmfValue.Object(new AmfProperty("a", AmfValue.Object(new AmfProperty("b", AmfValue.Null))))),
        ("ECMA array", Hex.Parse("08 00000001 00057769647468 00 409E000000000000 000009"), AmfValue.EcmaArray(new AmfProperty("width", AmfValue.Of(1920)))),
        ("strict array", Hex.Parse("0A 00000002 02 000461766331 05"), AmfValue.StrictArray(AmfValue.Of("avc1"), AmfValue.Null)),
    ];

    /// <summary>Values that others write and that we write another way, or never.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, AmfValue Value)> ReadOnly { get; } =
    [
        ("ECMA array with a count that is wrong", Hex.Parse("08 00000000 000161 05 000009"), AmfValue.EcmaArray(new AmfProperty("a", AmfValue.Null))),
        ("ECMA array without an end", Hex.Parse("08 00000001 000161 05"), AmfValue.EcmaArray(new AmfProperty("a", AmfValue.Null))),
        ("typed object", Hex.Parse("10 0001 43 000161 05 000009"), AmfValue.Object(new AmfProperty("a", AmfValue.Null))),
        ("short text as long", Hex.Parse("0C 00000002 6869"), AmfValue.Of("hi")),
        ("XML", Hex.Parse("0F 00000004 3C612F3E"), AmfValue.Of("<a/>")),
        ("unsupported", Hex.Parse("0D"), default),
        ("reference", Hex.Parse("07 0003"), AmfValue.Reference(3)),
        ("AMF3 null", Hex.Parse("11 01"), AmfValue.Null),
        ("AMF3 undefined", Hex.Parse("11 00"), default),
        ("AMF3 true", Hex.Parse("11 03"), AmfValue.Of(true)),
        ("AMF3 integer of one byte", Hex.Parse("11 04 7F"), AmfValue.Of(127)),
        ("AMF3 integer of two bytes", Hex.Parse("11 04 8100"), AmfValue.Of(128)),
        ("AMF3 integer of four bytes", Hex.Parse("11 04 BFFFFFFF"), AmfValue.Of((1 << 28) - 1)),
        ("AMF3 integer below 0", Hex.Parse("11 04 FFFFFFFF"), AmfValue.Of(-1)),
        ("AMF3 double", Hex.Parse("11 05 3FF0000000000000"), AmfValue.Of(1)),
        ("AMF3 text", Hex.Parse("11 06 05 6869"), AmfValue.Of("hi")),
        ("AMF3 date", Hex.Parse("11 08 01 4277000000000000"), AmfValue.Date(1580547964928)),
        ("AMF3 XML", Hex.Parse("11 0B 09 3C612F3E"), AmfValue.Of("<a/>")),
        ("AMF3 bytes", Hex.Parse("11 0C 05 CAFE"), AmfValue.OfBytes([0xCA, 0xFE])),
        ("AMF3 array", Hex.Parse("11 09 05 01 04 01 04 02"), AmfValue.StrictArray(AmfValue.Of(1), AmfValue.Of(2))),
        ("AMF3 array by names", Hex.Parse("11 09 01 03 61 04 01 01"), AmfValue.EcmaArray(new AmfProperty("a", AmfValue.Of(1)))),
        ("AMF3 dynamic object", Hex.Parse("11 0A 0B 01 03 61 06 05 6869 01"), AmfValue.Object(new AmfProperty("a", AmfValue.Of("hi")))),
        ("AMF3 object with traits that are used again, and a text that is", Hex.Parse("11 09 05 01 0A 13 03 43 03 61 06 02 0A 01 04 07"),
            AmfValue.StrictArray(AmfValue.Object(new AmfProperty("a", AmfValue.Of("a"))), AmfValue.Object(new AmfProperty("a", AmfValue.Of(7))))),
        ("AMF3 reference to an object", Hex.Parse("11 0A 02"), AmfValue.Reference(1)),
        ("AMF3 in AMF0", Hex.Parse("03 000161 11 04 05 000162 05 000009"), AmfValue.Object(new("a", AmfValue.Of(5)), new("b", AmfValue.Null))),
    ];

    /// <summary>Bytes that are not read, and why.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, AmfFault Fault)> Bad { get; } =
    [
        ("number cut off", Hex.Parse("00 3FF0"), AmfFault.Truncated),
        ("text cut off", Hex.Parse("02 0004 6869"), AmfFault.Truncated),
        ("name cut off", Hex.Parse("03 0004 68"), AmfFault.Truncated),
        ("object that ends behind a name", Hex.Parse("03 0001 61"), AmfFault.Truncated),
        ("array of more than the bytes hold", Hex.Parse("0A 00000010 05"), AmfFault.Truncated),
        ("array of more than may be", Hex.Parse("0A FFFFFFFF 05"), AmfFault.TooManyElements),
        ("AMF3 array of more than may be", Hex.Parse("11 09 FFFFFFFF 01"), AmfFault.TooManyElements),
        ("text of more than may be", Hex.Parse("0C 00010001 05"), AmfFault.TextTooLong),
        ("movie clip", Hex.Parse("04"), AmfFault.UnknownType),
        ("no marker", Hex.Parse("12"), AmfFault.UnknownType),
        ("AMF3 vector", Hex.Parse("11 0D 03 00 00000001"), AmfFault.UnknownType),
        ("AMF3 object that writes itself", Hex.Parse("11 0A 07 03 43 01"), AmfFault.UnknownType),
        ("AMF3 text that did not come", Hex.Parse("11 06 02"), AmfFault.BadReference),
        ("AMF3 traits that did not come", Hex.Parse("11 0A 01"), AmfFault.BadReference),
        ("objects without end", [.. Enumerable.Repeat(Hex.Parse("03 000161"), 1000).SelectMany(bytes => bytes)], AmfFault.TooDeep),
        ("AMF3 arrays without end", [0x11, .. Enumerable.Repeat(Hex.Parse("09 03 01"), 1000).SelectMany(bytes => bytes)], AmfFault.TooDeep),
        ("properties without end", [0x03, .. Enumerable.Repeat(Hex.Parse("000161 05"), 20_000).SelectMany(bytes => bytes)], AmfFault.TooManyElements),
    ];
}
