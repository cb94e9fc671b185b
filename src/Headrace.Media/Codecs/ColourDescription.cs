namespace Headrace.Media.Codecs;

/// <summary>What the samples of pictures mean, in code points of ITU-T H.273.</summary>
/// <param name="Primaries">Colour primaries; 2 when not stated.</param>
/// <param name="Transfer">Transfer characteristics; 2 when not stated, 16 for PQ, 18 for HLG.</param>
/// <param name="Matrix">Matrix coefficients; 2 when not stated.</param>
/// <param name="IsFullRange">True when luma uses all code values.</param>
public readonly record struct ColourDescription(byte Primaries, byte Transfer, byte Matrix, bool IsFullRange)
{
    /// <summary>The code point for what is not stated.</summary>
    public const byte Unspecified = 2;

    /// <summary>True for SMPTE ST 2084.</summary>
    public bool IsPq => Transfer == 16;

    /// <summary>True for hybrid log-gamma.</summary>
    public bool IsHlg => Transfer == 18;
}
