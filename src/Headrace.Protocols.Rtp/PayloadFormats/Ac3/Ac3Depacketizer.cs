using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.PayloadFormats.SyncFrames;

namespace Headrace.Protocols.Rtp.PayloadFormats.Ac3;

/// <summary>Takes AC-3 (RFC 4184): each frame is a unit.</summary>
internal sealed class Ac3Depacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : SyncFrameDepacketizer(assembler, options, Ac3Codec.Syntax)
{
    protected override bool? BeginsFrame(int type) => type != SyncFramePayload.OtherFragment;

    protected override void TakeFrame(ReadOnlySpan<byte> frame, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        Assembler.Add(frame);
        if (Assembler.TryComplete(false, out AssembledUnit unit)) sink.OnUnit(timestamp, arrival, unit);
    }
}
