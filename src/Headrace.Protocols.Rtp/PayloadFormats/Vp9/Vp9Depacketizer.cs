using Headrace.Media.Codecs;
using Headrace.Protocols.Rtp.PayloadFormats.Pictures;

namespace Headrace.Protocols.Rtp.PayloadFormats.Vp9;

/// <summary>Makes pictures of packets (RFC 9628): the frames of all spatial layers are one unit, as they came. Layers, numbers and references that descriptors tell are passed over.</summary>
internal sealed class Vp9Depacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : PictureDepacketizer(assembler, options)
{
    /// <inheritdoc/>
    protected override bool BeginsPicture(ReadOnlySpan<byte> payload) => Vp9PayloadHeader.TryRead(payload, out Vp9PayloadHeader header) && header is { BeginsFrame: true, SpatialId: 0 };

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> payload, bool hasMarker)
    {
        if (!Vp9PayloadHeader.TryRead(payload, out Vp9PayloadHeader header))
        {
            Refuse();
            return;
        }

        if (header.BeginsFrame) BeginPiece();
        Append(payload[header.Length..]);

        // The marker ends a frame for those who forget E.
        if (header.EndsFrame || hasMarker) EndPiece();
    }
}
