namespace Headrace.Containers.Flv.Amf;

/// <summary>What a value of AMF is, whichever of its two versions it was written in.</summary>
public enum AmfKind : byte
{
    /// <summary>The value undefined, and what has no other kind: movie clips, record sets, the marker for what cannot be written.</summary>
    Undefined,

    /// <summary>The value null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number, of floating point.</summary>
    Number,

    /// <summary>Text; XML is read as text, too.</summary>
    String,

    /// <summary>Properties in order, of an anonymous or a typed object.</summary>
    Object,

    /// <summary>Properties in order, of an array whose keys are names.</summary>
    EcmaArray,

    /// <summary>Values in order.</summary>
    StrictArray,

    /// <summary>A point in time: milliseconds since 1970 in UTC are its number.</summary>
    Date,

    /// <summary>Bytes as they are (AMF3 only).</summary>
    Bytes,

    /// <summary>
    /// An object that came before; its number is the place in the table of objects. It is not followed: no encoder of media sends one,
    /// and followed it could make a small message a huge one.
    /// </summary>
    Reference,
}
