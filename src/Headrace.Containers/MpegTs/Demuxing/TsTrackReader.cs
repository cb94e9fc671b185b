using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Reads one track of a program, from its first packet on.</summary>
internal sealed class TsTrackReader(int index, TsTrack track, ITsDemuxerSink sink) : ITsUnitSink, IDisposable
{
    private ElementaryStreamReader? _reader;

    public TsTrack Track => track;

    /// <summary>When its last PES packet came.</summary>
    public MonotonicTime LastPacket { get; private set; } = MonotonicTime.Never;

    /// <summary>DTS of its last unit; null before it.</summary>
    public long? LastDecode { get; private set; }

    public UnitFaults Faults => _reader?.Faults ?? default;

    public void Begin(UnitAssemblerOptions options) => _reader = track.Stream.Carrier!.CreateReader(track.Stream, options);

    public void Add(in PesPacket packet, MonotonicTime arrival)
    {
        LastPacket = arrival;
        _reader!.Add(packet, arrival, this);
    }

    /// <summary>Hands on what is held.</summary>
    public void Flush()
    {
        LastPacket = MonotonicTime.Never;
        _reader?.Flush(this);
    }

    public void OnUnit(TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        LastDecode = time.Decode;
        sink.OnUnit(index, time, arrival, unit);
    }

    public void Dispose() => _reader?.Dispose();
}
