using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Tells what bytes begin with, for a codec whose frames tell their own length.</summary>
/// <param name="bytes">At least one.</param>
/// <param name="length">Length of the frame, header and all; above 0.</param>
public delegate FrameScan FrameScanner(ReadOnlySpan<byte> bytes, out int length);

/// <summary>Reads frames that are a piece of the codec's assembler each: ADTS, MPEG audio, AC-3.</summary>
/// <param name="assembler">Makes units of frames; owned.</param>
/// <param name="scanner">Finds them.</param>
/// <param name="options">Where the rest of a frame is kept.</param>
public sealed class SingleFrameReader(UnitAssembler assembler, FrameScanner scanner, UnitAssemblerOptions options) : FrameStreamReader(options)
{
    /// <inheritdoc/>
    public override UnitFaults Faults => base.Faults + assembler.Faults;

    /// <inheritdoc/>
    protected override FrameScan Scan(ReadOnlySpan<byte> bytes, out int length) => scanner(bytes, out length);

    /// <inheritdoc/>
    protected override void TakeFrame(ReadOnlySpan<byte> frame, MonotonicTime arrival, ITsUnitSink sink)
    {
        assembler.Add(frame);
        if (assembler.TryComplete(false, out AssembledUnit unit)) Emit(unit, arrival, sink);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        assembler.Dispose();
        base.Dispose(disposing);
    }
}
