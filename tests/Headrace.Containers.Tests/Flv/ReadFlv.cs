using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Containers.Flv.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Tests.Flv;

/// <summary>A demuxer, and all that it told.</summary>
internal sealed class ReadFlv : IFlvSink, IDisposable
{
    private readonly MediaBufferPool _pool = new();

    public ReadFlv() => Demuxer = new FlvDemuxer(this, _pool);

    public FlvDemuxer Demuxer { get; }

    public FlvMessageReader Messages => Demuxer.Messages;

    /// <summary>The tracks of each beginning.</summary>
    public List<ImmutableArray<FlvTrack>> Begun { get; } = [];

    public ImmutableArray<FlvTrack> Tracks => Begun[^1];

    public List<Unit> Units { get; } = [];

    public List<FlvOmission> Omitted { get; } = [];

    public List<FlvFault> Faults { get; } = [];

    public int Ends { get; private set; }

    public bool Refuses { get; init; }

    public MonotonicTime Now { get; set; }

    /// <summary>Buffers that nobody gave back.</summary>
    public long Outstanding => _pool.Outstanding;

    /// <summary>A whole stream, in pieces of a size.</summary>
    public static ReadFlv Of(ReadOnlySpan<byte> bytes, int piece = int.MaxValue)
    {
        ReadFlv read = new();
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(piece, bytes.Length);
            read.Demuxer.Read(bytes[..count], read.Now);
            bytes = bytes[count..];
        }

        read.Demuxer.Complete();
        return read;
    }

    public void Dispose() => Demuxer.Dispose();

    bool IFlvSink.TryBegin(ImmutableArray<FlvTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        Begun.Add(tracks);
        return !Refuses;
    }

    void IFlvSink.OnUnit(int track, FlvUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        Units.Add(new Unit(track, time.Presentation, time.Decode, Convert.ToHexStringLower(SHA256.HashData(unit.Payload.Span)), unit with { Payload = default }));
        unit.Payload.Release();
    }

    void IFlvSink.OnEnd() => Ends++;

    void IFlvSink.OnOmitted(in FlvOmission omission) => Omitted.Add(omission);

    void IFlvSink.OnFault(FlvFault fault) => Faults.Add(fault);

    /// <summary>A unit that can be compared: <see cref="Whole"/> has what else is known of it.</summary>
    public sealed record Unit(int Track, long Presentation, long Decode, string Hash, AssembledUnit Whole);
}
