using System.Collections.Immutable;
using Headrace.Containers.Flv.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Files;

/// <summary>Reads FLV.</summary>
internal sealed class FlvUnitFeed : UnitFeed, IFlvSink
{
    private const int TicksPerSecond = 1000;

    private readonly IMediaUnitSink _sink;
    private readonly FlvDemuxer _demuxer;
    private SharedUnwrapper _times = new(32);

    public FlvUnitFeed(IMediaUnitSink sink, MediaBufferPool pool) => (_sink, _demuxer) = (sink, new FlvDemuxer(this, pool));

    /// <inheritdoc/>
    public override string? Fault => null;

    /// <inheritdoc/>
    public override bool Read(ReadOnlySpan<byte> bytes)
    {
        _demuxer.Read(bytes, default);
        return true;
    }

    /// <inheritdoc/>
    public override void Complete() => _demuxer.Complete();

    /// <inheritdoc/>
    public override void Dispose() => _demuxer.Dispose();

    bool IFlvSink.TryBegin(ImmutableArray<FlvTrack> tracks, out MemoryAccount? account) =>
        _sink.TryBegin([.. tracks.Select(static track => new AnnouncedTrack(track.Codec, track.Format, track.ParameterSets, TicksPerSecond, TimestampBits: 64, SharesClock: true))], out account);

    void IFlvSink.OnUnit(int track, FlvUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        long decode = _times.Unwrap(time.Decode);
        _sink.OnUnit(new MediaUnit(track, decode + unchecked((int)(time.Presentation - time.Decode)), decode, 0, unit));
    }

    void IFlvSink.OnEnd()
    {
    }

    void IFlvSink.OnOmitted(in FlvOmission omission) => _sink.OnOmitted($"{omission.Kind} {omission.Number} ({omission.Name}): {omission.Reason}");

    void IFlvSink.OnFault(FlvFault fault)
    {
    }
}
