using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Reads frames that are a piece of the codec's assembler each: ADTS, MPEG audio, AC-3.</summary>
/// <param name="assembler">Makes units of frames; owned.</param>
/// <param name="syntax">What they look like.</param>
/// <param name="options">Where the rest of a frame is kept.</param>
internal sealed class SingleFrameReader(UnitAssembler assembler, FrameSyntax syntax, UnitAssemblerOptions options) : FrameStreamReader(syntax, options)
{
    /// <inheritdoc/>
    public override UnitFaults Faults => base.Faults + assembler.Faults;

    /// <inheritdoc/>
    protected override void TakeFrame(ReadOnlySpan<byte> frame, MonotonicTime arrival, ITsUnitSink sink)
    {
        assembler.Add(frame);
        if (assembler.TryComplete(false, out AssembledUnit unit)) Emit(unit, FrameTime, arrival, sink);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        assembler.Dispose();
        base.Dispose(disposing);
    }
}
