using Headrace.Media.Codecs;
using Headrace.Protocols.Rtp.PayloadFormats.Pictures;

namespace Headrace.Protocols.Rtp.PayloadFormats.Vp8;

/// <summary>Makes frames of packets (RFC 7741). Layers and numbers that descriptors tell are passed over.</summary>
internal sealed class Vp8Depacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : PictureDepacketizer(assembler, options)
{
    /// <inheritdoc/>
    protected override bool BeginsPicture(ReadOnlySpan<byte> payload) => Vp8PayloadHeader.TryRead(payload, out Vp8PayloadHeader header) && header.BeginsFrame;

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> payload, bool hasMarker)
    {
        if (!Vp8PayloadHeader.TryRead(payload, out Vp8PayloadHeader header))
        {
            Refuse();
            return;
        }

        // 4.2: senders may leave the partition's number at 0, so that what begins one looks like the beginning of a frame.
        if (header.BeginsFrame && !IsBroken && !HasPiece) BeginPiece();
        Append(payload[header.Length..]);
    }

    /// <inheritdoc/>
    protected override void OnEnd() => EndPiece();
}
