using System.Collections.Immutable;
using Headrace.Containers.Mp4.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Tests.Mp4.Reading;

/// <summary>A demuxer, and all that it told.</summary>
internal sealed class DemuxedMovie : IMp4DemuxerSink, IDisposable
{
    private readonly MediaBufferPool _pool = new();

    public DemuxedMovie() => Demuxer = new Mp4Demuxer(this, _pool);

    public Mp4Demuxer Demuxer { get; }

    /// <summary>The tracks of each beginning.</summary>
    public List<ImmutableArray<Mp4Track>> Begun { get; } = [];

    public List<Unit> Units { get; } = [];

    public List<Mp4Omission> Omitted { get; } = [];

    public int Ends { get; private set; }

    /// <summary>Buffers that nobody gave back.</summary>
    public long Outstanding => _pool.Outstanding;

    /// <summary>A whole file, in pieces of a size.</summary>
    public static DemuxedMovie Of(ReadOnlySpan<byte> bytes, int piece = int.MaxValue)
    {
        DemuxedMovie movie = new();
        movie.Read(bytes, piece);
        movie.Demuxer.Complete();
        return movie;
    }

    /// <summary>Reads bytes in pieces of a size.</summary>
    public bool Read(ReadOnlySpan<byte> bytes, int piece = int.MaxValue)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(piece, bytes.Length);
            if (!Demuxer.Read(bytes[..count], default)) return false;
            bytes = bytes[count..];
        }

        return true;
    }

    public IEnumerable<Unit> Of(int track) => Units.Where(unit => unit.Track == track);

    public void Dispose() => Demuxer.Dispose();

    bool IMp4DemuxerSink.TryBegin(ImmutableArray<Mp4Track> tracks, out MemoryAccount? account)
    {
        account = null;
        Begun.Add(tracks);
        return true;
    }

    void IMp4DemuxerSink.OnUnit(int track, Mp4UnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        Units.Add(Unit.Of(track, time, unit));
        unit.Payload.Release();
    }

    void IMp4DemuxerSink.OnEnd() => Ends++;

    void IMp4DemuxerSink.OnOmitted(Mp4Omission omission) => Omitted.Add(omission);
}
