using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Reads linear PCM from packets of SMPTE ST 302 (<see cref="AesPacket"/>), of which a PES packet holds whole ones: 16 bits as they are, 20 and 24 as 24. What is marked as no sound is passed on
/// like sound: who knows what it is finds it in the samples.
/// </summary>
internal sealed class AesStreamReader(UnitAssemblerOptions options) : ElementaryStreamReader
{
    private const int WidthOf16Bits = 16;

    private UnitAssembler? _assembler;
    private LinearPcmFormat? _format;
    private byte[] _samples = [];
    private UnitClock _clock;
    private UnitFaults _before;
    private long _malformed;

    public override UnitFaults Faults => _before + (_assembler?.Faults ?? default) + new UnitFaults(_malformed, 0, 0, 0);

    public override void Add(in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (packet.IsDamaged || packet.IsDiscontinuity) _clock.Lose();
        _clock.Begin(packet);
        ReadOnlySpan<byte> rest = packet.Payload;
        while (!rest.IsEmpty)
        {
            // Of a packet with a hole, nothing says which bytes are whose.
            if (packet.IsIncomplete || !AesPacket.TryRead(rest, out AesPacket aes) || aes.Samples == 0)
            {
                _malformed++;
                _clock.Lose();
                return;
            }

            Take(aes, rest.Slice(AesPacket.HeaderLength, aes.Bytes), arrival, sink);
            rest = rest[(AesPacket.HeaderLength + aes.Bytes)..];
        }
    }

    public override void Flush(ITsUnitSink sink)
    {
    }

    protected override void Dispose(bool disposing) => _assembler?.Dispose();

    private void Take(in AesPacket aes, ReadOnlySpan<byte> pairs, MonotonicTime arrival, ITsUnitSink sink)
    {
        LinearPcmCodec width = aes.Bits == WidthOf16Bits ? LinearPcmCodec.L16 : LinearPcmCodec.L24;
        if (_format?.Width != width || _format.Channels != aes.Channels) Begin(LinearPcmFormat.Of(width, AesPacket.SampleRate, aes.Channels));
        int size = 2 * width.BytesPerSample;
        int count = aes.Samples * aes.Channels / 2;
        if (_samples.Length < count * size) _samples = new byte[count * size];
        for (int i = 0; i < count; i++) aes.ReadPair(pairs.Slice(i * aes.PairBytes, aes.PairBytes), _samples.AsSpan(i * size, size));
        _assembler!.Add(_samples.AsSpan(0, count * size));
        if (_assembler.TryComplete(false, out AssembledUnit unit)) Emit(unit, arrival, sink);
    }

    private void Begin(LinearPcmFormat format)
    {
        _before += _assembler?.Faults ?? default;
        _assembler?.Dispose();
        _format = format;
        _assembler = format.Codec.CreateAssembler(format, ParameterSets.Empty, options);
    }

    private void Emit(in AssembledUnit unit, MonotonicTime arrival, ITsUnitSink sink)
    {
        TsUnitTime? time = _clock.Take();
        _clock.Pass(unit);
        if (time is { } known) sink.OnUnit(known, arrival, unit);
        else unit.Payload.Release();
    }
}
