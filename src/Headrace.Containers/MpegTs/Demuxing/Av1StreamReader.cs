using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Reads AV1: open bitstream units behind start codes and with emulation prevention (Carriage of AV1 in MPEG-2 TS, 3.2), or plain as low-overhead bitstream (AV1, 5.2), which
/// ffmpeg writes. A PES packet may hold a temporal unit or one frame of it; the unit is whole with the packet of the frame that is shown, and has its time.
/// </summary>
/// <param name="assembler">Makes temporal units; owned.</param>
internal sealed class Av1StreamReader(Av1Assembler assembler) : ElementaryStreamReader
{
    private const byte Prevention = 3;

    private byte[] _buffer = [];
    private MonotonicTime _arrival;
    private TsUnitTime? _time;
    private long _malformed;
    private bool _isBroken;
    private bool _lacksReferences;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    private static ReadOnlySpan<byte> Prevented => [0, 0, Prevention];

    public override UnitFaults Faults => assembler.Faults + new UnitFaults(_malformed, 0, 0, 0);

    public override void Add(in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (packet.IsDamaged)
        {
            _isBroken |= !assembler.IsEmpty;
            Complete(sink);
            _lacksReferences = true;
            _isBroken = packet.IsIncomplete;
        }

        TsUnitTime? time = packet.PresentationTime is { } shown ? new TsUnitTime(shown, shown) : null;
        ReadOnlySpan<byte> payload = packet.Payload;
        if (IsStartCode(payload)) AddEscaped(payload, time, sink);
        else AddPlain(payload, time, sink);
        _arrival = arrival;
        if (assembler.HasShownFrame) Complete(sink);
    }

    public override void Flush(ITsUnitSink sink) => Complete(sink);

    protected override void Dispose(bool disposing) => assembler.Dispose();

    // The first byte of an open bitstream unit is never 0: no unit of type 0 begins what a packet holds.
    private static bool IsStartCode(ReadOnlySpan<byte> payload) => payload.StartsWith(StartCode) || (payload.Length > 3 && payload[0] == 0 && payload[1..].StartsWith(StartCode));

    private void AddPlain(ReadOnlySpan<byte> payload, TsUnitTime? time, ITsUnitSink sink)
    {
        for (; Av1Obu.TryRead(payload, out _, out int length); payload = payload[length..]) AddObu(payload[..length], time, sink);
        if (payload.IsEmpty) return;
        _malformed++;
        _isBroken = true;
    }

    private void AddEscaped(ReadOnlySpan<byte> payload, TsUnitTime? time, ITsUnitSink sink)
    {
        payload = payload[(payload.IndexOf(StartCode) + StartCode.Length)..];
        while (!payload.IsEmpty)
        {
            int end = payload.IndexOf(StartCode);
            ReadOnlySpan<byte> escaped = end < 0 ? payload : payload[..end];
            payload = end < 0 ? [] : payload[(end + StartCode.Length)..];
            if (!escaped.IsEmpty) AddObu(Unescape(escaped), time, sink);
        }
    }

    private void AddObu(ReadOnlySpan<byte> obu, TsUnitTime? time, ITsUnitSink sink)
    {
        if (!assembler.IsEmpty && assembler.BeginsNext(obu)) Complete(sink);
        assembler.Add(obu);
        _time = time;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> escaped)
    {
        int at = escaped.IndexOf(Prevented);
        if (at < 0) return escaped;
        if (_buffer.Length < escaped.Length) _buffer = new byte[escaped.Length];
        int written = 0;
        for (; at >= 0; at = escaped.IndexOf(Prevented))
        {
            escaped[..(at + 2)].CopyTo(_buffer.AsSpan(written));
            written += at + 2;
            escaped = escaped[(at + Prevented.Length)..];
        }

        escaped.CopyTo(_buffer.AsSpan(written));
        return _buffer.AsSpan(0, written + escaped.Length);
    }

    private void Complete(ITsUnitSink sink)
    {
        if (assembler.IsEmpty) return;
        (bool isBroken, _isBroken) = (_isBroken, false);
        if (!assembler.TryComplete(isBroken, out AssembledUnit unit))
        {
            _lacksReferences |= isBroken;
            return;
        }

        (bool lacksReferences, _lacksReferences) = (_lacksReferences, false);
        if (lacksReferences && (isBroken || unit.RandomAccess != RandomAccess.Idr)) unit = unit with { IsDamaged = true, IsDisposable = false };
        if (_time is { } time) sink.OnUnit(time, _arrival, unit);
        else unit.Payload.Release();
    }
}
