using System.Buffers.Binary;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Reads Opus packets with their control headers (ETSI TS 103 491, 5.3; the layout is above <see cref="ElementaryStreams.OpusElementaryStream"/>), of which a PES packet holds whole
/// ones. What is to be trimmed is not: only the first and last frames of a file say so.
/// </summary>
internal sealed class OpusStreamReader(UnitAssembler assembler) : ElementaryStreamReader
{
    private const int PrefixMask = 0xFFE0;
    private const int Prefix = 0x7FE0;
    private const byte StartTrim = 0x10;
    private const byte EndTrim = 0x08;
    private const byte Extension = 0x04;
    private const int TrimLength = 2;

    private UnitClock _clock;
    private long _malformed;

    public override UnitFaults Faults => assembler.Faults + new UnitFaults(_malformed, 0, 0, 0);

    public override void Add(in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (packet.IsDamaged || packet.IsDiscontinuity) _clock.Lose();
        _clock.Begin(packet);
        ReadOnlySpan<byte> rest = packet.Payload;
        while (!rest.IsEmpty)
        {
            // Of a packet with a hole, nothing says which bytes are whose.
            if (packet.IsIncomplete || !TryTake(ref rest, out ReadOnlySpan<byte> frame))
            {
                _malformed++;
                _clock.Lose();
                return;
            }

            assembler.Add(frame);
            if (assembler.TryComplete(false, out AssembledUnit unit)) Emit(unit, arrival, sink);
        }
    }

    public override void Flush(ITsUnitSink sink)
    {
    }

    /// <summary>Takes a control header and the packet behind it.</summary>
    internal static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (rest.Length < 3 || (BinaryPrimitives.ReadUInt16BigEndian(rest) & PrefixMask) != Prefix) return false;
        int flags = rest[1];
        int at = 2;
        int length = 0;
        do
        {
            if (at == rest.Length) return false;
            length += rest[at];
        }
        while (rest[at++] == byte.MaxValue);

        if ((flags & StartTrim) != 0) at += TrimLength;
        if ((flags & EndTrim) != 0) at += TrimLength;
        if ((flags & Extension) != 0) at += at < rest.Length ? 1 + rest[at] : 1;
        if (length == 0 || length > rest.Length - at) return false;
        frame = rest.Slice(at, length);
        rest = rest[(at + length)..];
        return true;
    }

    protected override void Dispose(bool disposing) => assembler.Dispose();

    private void Emit(in AssembledUnit unit, MonotonicTime arrival, ITsUnitSink sink)
    {
        TsUnitTime? time = _clock.Take();
        _clock.Pass(unit);
        if (time is { } known) sink.OnUnit(known, arrival, unit);
        else unit.Payload.Release();
    }
}
