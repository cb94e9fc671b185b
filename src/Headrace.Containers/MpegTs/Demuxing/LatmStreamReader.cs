using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Reads AAC in elements of LATM with their sync headers (ISO/IEC 13818-1, 2.11.2.3: AudioSyncStream). The configuration is in the elements, and may change.</summary>
internal sealed class LatmStreamReader : FrameStreamReader
{
    private readonly UnitAssemblerOptions _options;
    private readonly LatmElementReader _elements = new();
    private readonly LatmElementReader.FrameTaker _take;
    private AacAssembler? _assembler;
    private AacFormat? _format;
    private UnitFaults _past;
    private MonotonicTime _arrival;
    private ITsUnitSink? _sink;
    private long _malformed;
    private int _samples;

    public LatmStreamReader(UnitAssemblerOptions options)
        : base(LoasSyntax.Instance, options)
    {
        _options = options;
        _take = Take;
    }

    public override UnitFaults Faults => base.Faults + new UnitFaults(_malformed, 0, 0, 0) + _past + (_assembler?.Faults ?? default);

    protected override void TakeFrame(ReadOnlySpan<byte> frame, MonotonicTime arrival, ITsUnitSink sink)
    {
        (_arrival, _sink, _samples) = (arrival, sink, 0);
        if (!_elements.TryRead(frame[LoasSyntax.Header..], _take)) _malformed++;
    }

    protected override (int Samples, int SampleRate) DurationOf(in FrameMeasure measure) => (_samples, _format?.ClockRate ?? 0);

    protected override void Dispose(bool disposing)
    {
        _assembler?.Dispose();
        base.Dispose(disposing);
    }

    private void Take(AacFormat format, ReadOnlySpan<byte> frame)
    {
        if (_assembler is null || !ReferenceEquals(format, _format))
        {
            _past += _assembler?.Faults ?? default;
            _assembler?.Dispose();
            (_assembler, _format) = (new AacAssembler(format, _options), format);
        }

        _assembler.Add(frame);
        if (!_assembler.TryComplete(false, out AssembledUnit unit)) return;
        Emit(unit, FrameTime?.After(Timebase.Rescale(_samples, format.ClockRate, TsTimestamp.ClockRate)), _arrival, _sink!);
        _samples += unit.NominalDuration;
    }
}
