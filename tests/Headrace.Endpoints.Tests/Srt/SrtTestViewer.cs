using System.Collections.Immutable;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Transport.Srt;

namespace Headrace.Endpoints.Tests.Srt;

/// <summary>Reads over SRT and takes apart what comes.</summary>
internal sealed class SrtTestViewer : ISrtHandler, ITsDemuxerSink, IDisposable
{
    private readonly TsDemuxer _demuxer;
    private readonly Lock _gate = new();
    private ImmutableArray<TsTrack> _tracks = [];
    private volatile bool _hasEnded;
    private int _pictures;
    private int _sounds;
    private int _damaged;
    private int _faults;
    private long _bytes;

    public SrtTestViewer(SrtConnection connection)
    {
        _demuxer = new TsDemuxer(this, MediaBufferPool.Shared, null);
        Connection = connection;
        connection.Start(this);
    }

    public SrtConnection Connection { get; }

    public int Pictures => Volatile.Read(ref _pictures);

    public int Sounds => Volatile.Read(ref _sounds);

    public int Damaged => Volatile.Read(ref _damaged);

    /// <summary>Faults of the transport stream: counters that jump among them.</summary>
    public int Faults => Volatile.Read(ref _faults);

    public long Bytes => Volatile.Read(ref _bytes);

    public bool HasEnded => _hasEnded;


    public void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (bytes.Length % TsPacket.Size != 0) Interlocked.Increment(ref _faults);
            Interlocked.Add(ref _bytes, bytes.Length);
            _demuxer.Read(bytes, now);
        }
    }

    public void OnEnded() => _hasEnded = true;

    public bool TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account)
    {
        _tracks = tracks;
        account = null;
        return true;
    }

    public void OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        if (unit.IsDamaged) Interlocked.Increment(ref _damaged);
        else if (_tracks[track].Codec.Kind == MediaKind.Video) Interlocked.Increment(ref _pictures);
        else Interlocked.Increment(ref _sounds);
        unit.Payload.Release();
    }

    public void OnEnd()
    {
    }

    public void OnOmitted(TsProgramStream stream, TsOmission reason) => Interlocked.Increment(ref _faults);

    public void OnFault(TsFault fault, int pid) => Interlocked.Increment(ref _faults);

    public void Dispose()
    {
        Connection.Dispose();
        lock (_gate) _demuxer.Dispose();
    }
}
