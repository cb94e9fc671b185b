using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Reads E-AC-3: the frames of all substreams of a time are a unit. It ends when it has as many frames as the one before it, else when the next one begins. One within which
/// bytes are missing is damaged.
/// </summary>
/// <param name="assembler">Makes units of frames; owned.</param>
/// <param name="options">Where the rest of a frame is kept.</param>
internal sealed class Eac3StreamReader(Eac3Assembler assembler, UnitAssemblerOptions options) : FrameStreamReader(Eac3Codec.Syntax, options)
{
    private TsUnitTime? _time;
    private MonotonicTime _arrival;
    private bool _isDamaged;

    /// <inheritdoc/>
    public override UnitFaults Faults => base.Faults + assembler.Faults;

    /// <inheritdoc/>
    public override void Flush(ITsUnitSink sink)
    {
        Complete(sink);
        base.Flush(sink);
    }

    /// <inheritdoc/>
    protected override void TakeFrame(ReadOnlySpan<byte> frame, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (assembler.BeginsNext(frame)) Complete(sink);
        if (assembler.IsEmpty) _time = FrameTime;
        _arrival = arrival;
        assembler.Add(frame);
        if (assembler.IsWhole) Complete(sink);
    }

    /// <inheritdoc/>
    protected override void OnLost() => _isDamaged = !assembler.IsEmpty;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        assembler.Dispose();
        base.Dispose(disposing);
    }

    private void Complete(ITsUnitSink sink)
    {
        bool isDamaged = _isDamaged;
        _isDamaged = false;
        if (assembler.TryComplete(isDamaged, out AssembledUnit unit)) Emit(unit, _time, _arrival, sink);
    }
}
