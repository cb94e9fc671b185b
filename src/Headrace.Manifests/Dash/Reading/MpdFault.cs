namespace Headrace.Manifests.Dash.Reading;

/// <summary>Something in an MPD's text that is not as ISO/IEC 23009-1 wants it. The reader goes on where it can.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Detail">What was found, for people.</param>
public readonly record struct MpdFault(MpdFaultKind Kind, string Detail);

/// <summary>Kinds of faults in an MPD's text.</summary>
public enum MpdFaultKind
{
    /// <summary>It is no XML, too large, or its root is another.</summary>
    NotAnMpd,

    /// <summary>The value of an attribute is malformed.</summary>
    Malformed,

    /// <summary>A required attribute is missing.</summary>
    MissingAttribute,

    /// <summary>A required element is missing.</summary>
    MissingElement,

    /// <summary>Elements are not in the order of the schema.</summary>
    Misplaced,

    /// <summary>Something that this reader does not know how to follow: segment lists, base URLs, links.</summary>
    NotRead,

    /// <summary>A limit of the reader: what lies beyond it was left out.</summary>
    TooMuch,
}
