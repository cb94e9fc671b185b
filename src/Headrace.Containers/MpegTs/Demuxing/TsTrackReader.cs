using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Reads one track of a program, from its first packet on.</summary>
internal sealed class TsTrackReader(int index, TsTrack track, ITsDemuxerSink sink) : ITsUnitSink, IDisposable
{
    private ElementaryStreamReader? _reader;
    private long _packets;
    private MonotonicTime _quietSince = MonotonicTime.Never;

    public TsTrack Track => track;

    /// <summary>DTS of its last PES packet, or of its last unit; null before it.</summary>
    public long? LastDecode { get; private set; }

    public UnitFaults Faults => _reader?.Faults ?? default;

    public void Begin(UnitAssemblerOptions options) => _reader = track.Stream.Carrier!.CreateReader(track.Stream, options);

    public void Add(in PesPacket packet, MonotonicTime arrival)
    {
        LastDecode = packet.DecodeTime ?? LastDecode;
        _reader!.Add(packet, arrival, this);
    }

    /// <summary>True, once, when no transport packet of it has come for longer than a limit.</summary>
    /// <param name="packets">How many have come so far.</param>
    /// <param name="arrival">When the last bytes of the stream came.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="limit">The limit.</param>
    public bool HasFallenSilent(long packets, MonotonicTime arrival, MonotonicTime now, TimeSpan limit)
    {
        if (packets != _packets) (_packets, _quietSince) = (packets, arrival);
        if (_quietSince == MonotonicTime.Never || now - _quietSince <= limit) return false;
        _quietSince = MonotonicTime.Never;
        return true;
    }

    /// <summary>Hands on what is held.</summary>
    public void Flush() => _reader?.Flush(this);

    public void OnUnit(TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        LastDecode = time.Decode;
        sink.OnUnit(index, time, arrival, unit);
    }

    public void Dispose() => _reader?.Dispose();
}
