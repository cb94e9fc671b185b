using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Reads data of which each PES packet holds one unit. One with a hole is dropped and counted: nobody here could tell what of it still means something.</summary>
internal sealed class DataStreamReader(UnitAssembler assembler) : ElementaryStreamReader
{
    private long _malformed;

    /// <inheritdoc/>
    public override UnitFaults Faults => assembler.Faults + new UnitFaults(_malformed, 0, 0, 0);

    /// <inheritdoc/>
    public override void Add(in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (packet.Payload.IsEmpty) return;
        if (packet.IsIncomplete || TsUnitTime.Of(packet) is not { } time)
        {
            _malformed++;
            return;
        }

        assembler.Add(packet.Payload);
        if (assembler.TryComplete(false, out AssembledUnit unit)) sink.OnUnit(time, arrival, unit);
    }

    /// <inheritdoc/>
    public override void Flush(ITsUnitSink sink)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => assembler.Dispose();
}
