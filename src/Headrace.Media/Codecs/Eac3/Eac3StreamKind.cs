namespace Headrace.Media.Codecs.Eac3;

/// <summary>What a frame's substream is (strmtyp: ETSI TS 102 366, E.1.3.1.1).</summary>
public enum Eac3StreamKind
{
    /// <summary>One that can be decoded alone.</summary>
    Independent,

    /// <summary>One that adds channels to the independent one before it.</summary>
    Dependent,

    /// <summary>An independent one that was made of AC-3.</summary>
    Converted,
}
