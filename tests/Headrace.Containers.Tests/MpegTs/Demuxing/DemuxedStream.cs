using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>A demuxer, and all that it told.</summary>
internal sealed class DemuxedStream : ITsDemuxerSink, IDisposable
{
    private readonly MediaBufferPool _pool = new();
    private readonly List<List<TsTrack>> _begun = [];

    public DemuxedStream(int? program = null) => Demuxer = new TsDemuxer(this, _pool, program);

    public TsDemuxer Demuxer { get; }

    /// <summary>The tracks of each beginning.</summary>
    public IReadOnlyList<List<TsTrack>> Begun => _begun;

    public List<TsTrack> Tracks => _begun[^1];

    public List<Unit> Units { get; } = [];

    public List<(int Pid, byte StreamType, TsOmission Reason)> Omitted { get; } = [];

    public List<(TsFault Fault, int Pid)> Faults { get; } = [];

    public int Ends { get; private set; }

    public bool Refuses { get; set; }

    /// <summary>Buffers that nobody gave back.</summary>
    public long Outstanding => _pool.Outstanding;

    /// <summary>A whole stream, in pieces of a size.</summary>
    public static DemuxedStream Of(ReadOnlySpan<byte> bytes, int piece = int.MaxValue, int? program = null)
    {
        DemuxedStream stream = new(program);
        stream.Read(bytes, piece);
        stream.Demuxer.Complete();
        return stream;
    }

    /// <summary>Reads bytes in pieces of a size, each a nanosecond after the other.</summary>
    public DemuxedStream Read(ReadOnlySpan<byte> bytes, int piece = int.MaxValue)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(piece, bytes.Length);
            Demuxer.Read(bytes[..count], Now);
            Now += TimeSpan.FromMicroseconds(1);
            bytes = bytes[count..];
        }

        return this;
    }

    public MonotonicTime Now { get; set; }

    public IEnumerable<Unit> Of(int track) => Units.Where(unit => unit.Track == track);

    public void Dispose() => Demuxer.Dispose();

    bool ITsDemuxerSink.TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        _begun.Add([.. tracks]);
        return !Refuses;
    }

    void ITsDemuxerSink.OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        Units.Add(new Unit(track, time.Presentation, time.Decode, Convert.ToHexStringLower(SHA256.HashData(unit.Payload.Span)), unit.Payload.Span.ToArray(), unit with { Payload = default }, arrival));
        unit.Payload.Release();
    }

    void ITsDemuxerSink.OnEnd() => Ends++;

    void ITsDemuxerSink.OnOmitted(TsProgramStream stream, TsOmission reason) => Omitted.Add((stream.Pid, stream.StreamType, reason));

    void ITsDemuxerSink.OnFault(TsFault fault, int pid) => Faults.Add((fault, pid));

    /// <summary>A unit that can be compared: <see cref="Whole"/> has what else is known of it.</summary>
    public sealed record Unit(int Track, long Presentation, long Decode, string Hash, byte[] Bytes, AssembledUnit Whole, MonotonicTime Arrival)
    {
        public bool IsDamaged => Whole.IsDamaged;

        public int Length => Bytes.Length;
    }
}
