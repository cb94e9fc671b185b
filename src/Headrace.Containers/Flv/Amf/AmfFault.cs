namespace Headrace.Containers.Flv.Amf;

/// <summary>Why bytes are no values of AMF, or none that are read.</summary>
public enum AmfFault : byte
{
    /// <summary>There was none.</summary>
    None,

    /// <summary>The bytes end inside a value.</summary>
    Truncated,

    /// <summary>A marker that does not exist, or one of a type that has no place in media: vectors, dictionaries, classes that write themselves.</summary>
    UnknownType,

    /// <summary>Values lie in values deeper than <see cref="AmfLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More than <see cref="AmfLimits.MaxElements"/> properties and items.</summary>
    TooManyElements,

    /// <summary>A text or a name longer than <see cref="AmfLimits.MaxTextBytes"/>.</summary>
    TextTooLong,

    /// <summary>A reference to a text or to traits that did not come.</summary>
    BadReference,
}
