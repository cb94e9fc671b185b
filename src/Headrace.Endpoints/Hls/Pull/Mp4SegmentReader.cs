using System.Collections.Immutable;
using Headrace.Containers.Mp4.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Segments of fragmented MP4 (RFC 8216, 3.3).</summary>
internal sealed class Mp4SegmentReader(ISegmentSink sink) : SegmentReader, IMp4DemuxerSink
{
    private Mp4Demuxer? _demuxer;
    private ReadOnlyMemory<byte> _init;
    private bool _isInMiddle;

    public override string? Begin(ReadOnlyMemory<byte> init, bool isAfterBreak, MonotonicTime now)
    {
        if (init.IsEmpty && _demuxer is null) return "it is fragmented MP4 without an initialization section (EXT-X-MAP)";
        if (isAfterBreak) Drop();
        bool isNew = _demuxer is null || (!init.IsEmpty && !init.Equals(_init));
        _demuxer ??= new Mp4Demuxer(this, MediaBufferPool.Shared);
        if (isNew)
        {
            _init = init;
            _demuxer.BeginSegment();
            if (!_demuxer.Read(init.Span, now)) return $"its initialization section cannot be read: {_demuxer.Fault}";
        }

        _demuxer.BeginSegment();
        _isInMiddle = true;
        return null;
    }

    public override string? Read(ReadOnlySpan<byte> bytes, MonotonicTime now) => _demuxer!.Read(bytes, now) ? null : _demuxer.Fault;

    public override string? Complete()
    {
        if (!_isInMiddle) return null;
        _isInMiddle = false;
        return _demuxer!.Complete() ? null : _demuxer.Fault;
    }

    public override void Dispose() => Drop();

    bool IMp4DemuxerSink.TryBegin(ImmutableArray<Mp4Track> tracks, out MemoryAccount? account)
    {
        sink.OnTracks([.. tracks.Select(static track => new SegmentTrack(track.Codec, track.Format, track.ParameterSets, track.Timescale, 64))]);
        account = sink.Account;
        return true;
    }

    void IMp4DemuxerSink.OnUnit(int track, Mp4UnitTime time, MonotonicTime arrival, in AssembledUnit unit) => sink.OnUnit(track, time.Presentation, time.Decode, unit);

    void IMp4DemuxerSink.OnEnd()
    {
        // What follows has tracks of its own, which are told before its first unit.
    }

    void IMp4DemuxerSink.OnOmitted(Mp4Omission omission) => sink.OnRemark($"track {omission.TrackId} ({omission.SampleEntry}) is left out: {omission.Reason}");

    private void Drop()
    {
        _demuxer?.Dispose();
        _demuxer = null;
        _init = default;
    }
}
