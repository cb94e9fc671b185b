using System.Collections.Immutable;
using Headrace.Containers.Mp4.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Files;

/// <summary>Reads MP4 as it comes.</summary>
internal sealed class Mp4UnitFeed : UnitFeed, IMp4DemuxerSink
{
    private readonly IMediaUnitSink _sink;
    private readonly Mp4Demuxer _demuxer;

    public Mp4UnitFeed(IMediaUnitSink sink, MediaBufferPool pool) => (_sink, _demuxer) = (sink, new Mp4Demuxer(this, pool));

    /// <inheritdoc/>
    public override string? Fault => _demuxer.Fault;

    /// <inheritdoc/>
    public override (long Begin, long End)? MediaBeforeIndex => _demuxer.MediaBeforeMovie;

    /// <inheritdoc/>
    public override long? IndexOffset => _demuxer.HasMovie ? _demuxer.MovieOffset : null;

    /// <inheritdoc/>
    public override void SeekTo(long offset) => _demuxer.SeekTo(offset);

    /// <summary>A track of a file, as it is announced.</summary>
    public static AnnouncedTrack Announce(Mp4Track track) => new(track.Codec, track.Format, track.ParameterSets, track.Timescale, TimestampBits: 64, SharesClock: true);

    /// <inheritdoc/>
    public override bool Read(ReadOnlySpan<byte> bytes) => _demuxer.Read(bytes, default);

    /// <inheritdoc/>
    public override void Complete() => _demuxer.Complete();

    /// <inheritdoc/>
    public override void Dispose() => _demuxer.Dispose();

    bool IMp4DemuxerSink.TryBegin(ImmutableArray<Mp4Track> tracks, out MemoryAccount? account) => _sink.TryBegin([.. tracks.Select(Announce)], out account);

    void IMp4DemuxerSink.OnUnit(int track, Mp4UnitTime time, MonotonicTime arrival, in AssembledUnit unit) => _sink.OnUnit(new MediaUnit(track, time.Presentation, time.Decode, 0, unit));

    void IMp4DemuxerSink.OnEnd()
    {
    }

    void IMp4DemuxerSink.OnOmitted(Mp4Omission omission) => _sink.OnOmitted($"track {omission.TrackId} ({omission.SampleEntry}): {omission.Reason}");
}
