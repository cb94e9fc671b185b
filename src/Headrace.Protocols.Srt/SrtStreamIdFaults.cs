namespace Headrace.Protocols.Srt;

/// <summary>What faults of stream ids mean.</summary>
public static class SrtStreamIdFaults
{
    /// <summary>The code that a caller is refused with.</summary>
    public static SrtRejection ToRejection(this SrtStreamIdFault fault) => fault switch
    {
        SrtStreamIdFault.None => SrtRejection.None,
        SrtStreamIdFault.UnknownMode => SrtRejection.BadMode,
        SrtStreamIdFault.UnknownType => SrtRejection.UnsupportedMedia,
        _ => SrtRejection.BadRequest,
    };

    /// <summary>The fault in words, for operators.</summary>
    public static string ToText(this SrtStreamIdFault fault) => fault switch
    {
        SrtStreamIdFault.None => "it can be used",
        SrtStreamIdFault.Empty => "there is none; publish:NAME or read:NAME is expected",
        SrtStreamIdFault.TooLong => $"it is longer than {SrtStreamId.MaxLength} bytes",
        SrtStreamIdFault.NotText => "it is not text in UTF-8",
        SrtStreamIdFault.NoName => "it names no stream",
        SrtStreamIdFault.UnknownAction => "it begins neither with publish: nor with read:",
        SrtStreamIdFault.TooManyParts => "it has too many colons; publish:NAME:USER:PASSWORD is the longest form",
        SrtStreamIdFault.BadKeys => "keys and values are expected behind #!::, such as #!::m=publish,r=NAME",
        SrtStreamIdFault.UnknownMode => "its m is none of request, publish and bidirectional",
        _ => "its t is not stream",
    };
}
