namespace Headrace.Media.Codecs.JpegXs;

/// <summary>Markers of a codestream (ISO/IEC 21122-1, A.2), as far as Headrace asks for them.</summary>
internal static class JpegXsMarker
{
    /// <summary>Start of codestream.</summary>
    public const ushort Soc = 0xFF10;

    /// <summary>Picture header.</summary>
    public const ushort Pih = 0xFF12;

    /// <summary>Component table.</summary>
    public const ushort Cdt = 0xFF13;

    /// <summary>Slice header: the codestream's header ends before the first one.</summary>
    public const ushort Slh = 0xFF20;
}
