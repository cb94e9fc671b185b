using Headrace.Media.Bits;
using Headrace.Media.Codecs;
using Headrace.Protocols.Rtp.PayloadFormats.Pictures;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mpeg2Video;

/// <summary>Makes pictures of packets (RFC 2250, 3): what their headers repeat of pictures is passed over.</summary>
internal sealed class Mpeg2Depacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : PictureDepacketizer(assembler, options)
{
    private const byte LastSliceCode = 0xAF;

    /// <inheritdoc/>
    protected override bool BeginsPicture(ReadOnlySpan<byte> payload) =>
        Mpeg2PayloadHeader.TrySkip(ref payload)
        && AnnexB.IndexOfStartCode(payload) == 0
        && payload.Length > StartCodes.Length
        && payload[StartCodes.Length] is 0 or > LastSliceCode;

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> payload, bool hasMarker)
    {
        if (!Mpeg2PayloadHeader.TrySkip(ref payload))
        {
            Refuse();
            return;
        }

        if (!HasPiece && !IsBroken) BeginPiece();
        Append(payload);
    }

    /// <inheritdoc/>
    protected override void OnEnd() => EndPiece();

    /// <inheritdoc/>
    protected override void AddPiece(ReadOnlySpan<byte> piece) => StartCodes.AddTo(Assembler, piece);
}
