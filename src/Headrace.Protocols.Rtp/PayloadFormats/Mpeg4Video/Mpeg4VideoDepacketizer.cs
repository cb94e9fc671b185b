using Headrace.Media.Bits;
using Headrace.Media.Codecs;
using Headrace.Protocols.Rtp.PayloadFormats.Pictures;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mpeg4Video;

/// <summary>Makes pictures of packets (RFC 6416, 5), which have no header of their own: the payloads of a timestamp, up to the marker, are a picture with the headers before it.</summary>
internal sealed class Mpeg4VideoDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : PictureDepacketizer(assembler, options)
{
    /// <inheritdoc/>
    protected override bool BeginsPicture(ReadOnlySpan<byte> payload) => AnnexB.IndexOfStartCode(payload) == 0;

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> payload, bool hasMarker)
    {
        if (!HasPiece && !IsBroken) BeginPiece();
        Append(payload);
    }

    /// <inheritdoc/>
    protected override void OnEnd() => EndPiece();

    /// <inheritdoc/>
    protected override void AddPiece(ReadOnlySpan<byte> piece) => StartCodes.AddTo(Assembler, piece);
}
