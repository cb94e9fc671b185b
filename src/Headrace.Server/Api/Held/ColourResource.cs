using Headrace.Media.Codecs;

namespace Headrace.Server.Api.Held;

/// <summary>What the samples of pictures mean, in code points of ITU-T H.273.</summary>
/// <param name="Primaries">Colour primaries; 2 when not stated.</param>
/// <param name="Transfer">Transfer characteristics.</param>
/// <param name="Matrix">Matrix coefficients.</param>
/// <param name="IsFullRange">True when luma uses all code values.</param>
internal sealed record ColourResource(int Primaries, int Transfer, int Matrix, bool IsFullRange)
{
    internal static ColourResource? Of(ColourDescription? colour) => colour is { } known ? new ColourResource(known.Primaries, known.Transfer, known.Matrix, known.IsFullRange) : null;
}
