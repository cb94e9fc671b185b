using System.Collections.Immutable;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Files;

/// <summary>Reads transport streams.</summary>
internal sealed class TsUnitFeed : UnitFeed, ITsDemuxerSink
{
    private readonly IMediaUnitSink _sink;
    private readonly TsDemuxer _demuxer;
    private SharedUnwrapper _times = new(33);

    public TsUnitFeed(IMediaUnitSink sink, MediaBufferPool pool) => (_sink, _demuxer) = (sink, new TsDemuxer(this, pool));

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

    bool ITsDemuxerSink.TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account) =>
        _sink.TryBegin([.. tracks.Select(static track => new AnnouncedTrack(track.Codec, track.Format, ParameterSets.Empty, TsTimestamp.ClockRate, TimestampBits: 64, SharesClock: true))], out account);

    void ITsDemuxerSink.OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        long decode = _times.Unwrap(time.Decode);
        _sink.OnUnit(new MediaUnit(track, decode + TsTimestamp.Difference(time.Presentation, time.Decode), decode, 0, unit));
    }

    void ITsDemuxerSink.OnEnd()
    {
    }

    void ITsDemuxerSink.OnOmitted(TsProgramStream stream, TsOmission reason) => _sink.OnOmitted($"PID {stream.Pid} (stream type 0x{stream.StreamType:X2}): {reason}");

    void ITsDemuxerSink.OnFault(TsFault fault, int pid)
    {
    }
}
