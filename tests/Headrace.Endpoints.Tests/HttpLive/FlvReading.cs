using System.Collections.Immutable;
using Headrace.Containers.Flv.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Endpoints.Tests.HttpLive;

/// <summary>One who reads FLV from a stream of bytes and counts units.</summary>
internal sealed class FlvReading : IFlvSink, IDisposable
{
    private readonly FlvDemuxer _demuxer;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public FlvReading() => _demuxer = new FlvDemuxer(this, new MediaBufferPool());

    public int Units { get; private set; }

    public long Bytes { get; private set; }

    public int Faults { get; private set; }

    public bool BeginsWithKeyFrame { get; private set; }

    public IReadOnlyList<string> Tracks { get; private set; } = [];

    public void Read(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        _demuxer.Read(bytes, default);
    }

    public async Task ReadAsync(Stream body, Func<bool> isEnough)
    {
        while (!isEnough())
        {
            int count = await body.ReadAsync(_buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            Read(_buffer.AsSpan(0, count));
        }
    }

    public void Dispose() => _demuxer.Dispose();

    bool IFlvSink.TryBegin(ImmutableArray<FlvTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        Tracks = [.. tracks.Select(track => track.Codec.Name)];
        return true;
    }

    void IFlvSink.OnUnit(int track, FlvUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        if (Units++ == 0) BeginsWithKeyFrame = unit.RandomAccess.IsPoint;
        if (unit.IsDamaged) Faults++;
        unit.Payload.Release();
    }

    void IFlvSink.OnEnd()
    {
    }

    void IFlvSink.OnOmitted(in FlvOmission omission) => Faults++;

    void IFlvSink.OnFault(FlvFault fault) => Faults++;
}
