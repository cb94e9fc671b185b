namespace Headrace.Protocols.Srt;

/// <summary>Why a stream id cannot be used.</summary>
public enum SrtStreamIdFault
{
    /// <summary>It can.</summary>
    None,

    /// <summary>There is none.</summary>
    Empty,

    /// <summary>It is longer than <see cref="SrtStreamId.MaxLength"/>.</summary>
    TooLong,

    /// <summary>It is not UTF-8, or has control characters.</summary>
    NotText,

    /// <summary>It names no stream.</summary>
    NoName,

    /// <summary>What stands before its first colon is not <c>publish</c> or <c>read</c>.</summary>
    UnknownAction,

    /// <summary>It has more colons than any form has.</summary>
    TooManyParts,

    /// <summary>It begins with <c>#!</c>, but a list of keys and values does not follow.</summary>
    BadKeys,

    /// <summary>Its <c>m</c> is none of <c>request</c>, <c>publish</c> and <c>bidirectional</c>.</summary>
    UnknownMode,

    /// <summary>Its <c>t</c> is not <c>stream</c>.</summary>
    UnknownType,
}
