using System.Collections.Immutable;
using System.Globalization;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Segments of MPEG-TS (RFC 8216, 3.2).</summary>
internal sealed class TsSegmentReader(ISegmentSink sink) : SegmentReader, ITsDemuxerSink
{
    private const int TimestampBits = 33;

    private TsDemuxer? _demuxer;

    public override string? Begin(ReadOnlyMemory<byte> init, bool isAfterBreak, MonotonicTime now)
    {
        if (isAfterBreak) Drop();
        _demuxer?.BeginSegment();
        _demuxer ??= new TsDemuxer(this, MediaBufferPool.Shared);

        // An initialization section of a transport stream has its tables (3.2).
        if (!init.IsEmpty) _demuxer.Read(init.Span, now);
        return null;
    }

    public override string? Read(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        _demuxer!.Read(bytes, now);
        return null;
    }

    public override string? Complete()
    {
        _demuxer!.Complete();
        return _demuxer.Packets == 0 ? "it has no packets of a transport stream" : null;
    }

    public override void Dispose() => Drop();

    bool ITsDemuxerSink.TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account)
    {
        sink.OnTracks([.. tracks.Select(static track => new SegmentTrack(track.Codec, track.Format, Media.Tracks.ParameterSets.Empty, TsTimestamp.ClockRate, TimestampBits))]);
        account = sink.Account;
        return true;
    }

    void ITsDemuxerSink.OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit) => sink.OnUnit(track, time.Presentation & TsTimestamp.Mask, time.Decode & TsTimestamp.Mask, unit);

    void ITsDemuxerSink.OnEnd()
    {
        // What follows has tracks of its own, which are told before its first unit.
    }

    void ITsDemuxerSink.OnOmitted(TsProgramStream stream, TsOmission reason)
    {
        string name = TsStreamType.NameOf(stream.StreamType) is { } known ? $", {known}" : "";
        sink.OnRemark(string.Create(CultureInfo.InvariantCulture, $"PID {stream.Pid} (stream type 0x{stream.StreamType:X2}{name}) is left out"));
    }

    void ITsDemuxerSink.OnFault(TsFault fault, int pid) => sink.OnRemark($"its transport stream has faults ({fault})");

    private void Drop()
    {
        _demuxer?.Dispose();
        _demuxer = null;
    }
}
