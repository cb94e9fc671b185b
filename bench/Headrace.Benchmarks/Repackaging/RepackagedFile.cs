using System.Buffers;
using System.Collections.Immutable;
using Headrace.Containers.Mp4.Reading;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Manifests.Dash;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Dash;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Benchmarks.Repackaging;

/// <summary>Passes a file in memory, MP4 or MPEG-TS, through a stream into segments of one kind, as fast as it goes: demuxer, timeline, checks, ring, branch, and the text of playlists or MPDs.</summary>
internal sealed class RepackagedFile : IMp4DemuxerSink, ITsDemuxerSink, IDisposable
{
    private const int PieceSize = 64 * 1024;

    private readonly SteppedTime _time = new();
    private readonly StreamRegistry _streams;
    private readonly LiveStream _stream;
    private readonly BranchLease<HlsBranch>? _lease;
    private readonly ArrayBufferWriter<byte> _text = new(8192);
    private readonly bool _isDash;
    private Publication? _publication;
    private long _described;
    private int[] _rates = [];
    private long _first = long.MinValue;

    /// <summary>A stream that nothing has passed through.</summary>
    /// <param name="packaging">What segments are made; null for none.</param>
    /// <param name="isDash">Whether each segment is named in an MPD, instead of in playlists.</param>
    public RepackagedFile(HlsPackaging? packaging, bool isDash)
    {
        _isDash = isDash;
        _streams = new StreamRegistry(new StreamRegistryOptions(), _time, NullLoggerFactory.Instance);
        _stream = _streams.Configure("file", new StreamOptions { Hls = new HlsOptions { Variant = packaging == HlsPackaging.Ts ? HlsVariant.MpegTs : HlsVariant.Fmp4, SegmentDuration = TimeSpan.FromSeconds(2) } });
        _lease = packaging?.Acquire(_stream);
    }

    /// <summary>Units that were published.</summary>
    public long Units { get; private set; }

    /// <summary>Segments that were finished, over all renditions.</summary>
    public long Segments => _lease?.Branch.Presentation?.Renditions.Sum(rendition => rendition.Snapshot?.NextMediaSequence ?? 0) ?? 0;

    /// <summary>Playlists and MPDs that were written.</summary>
    public long Manifests { get; private set; }

    public void Pass(byte[] bytes, bool isMp4)
    {
        using Mp4Demuxer? mp4 = isMp4 ? new Mp4Demuxer(this, MediaBufferPool.Shared) : null;
        using TsDemuxer? ts = isMp4 ? null : new TsDemuxer(this, MediaBufferPool.Shared);
        for (int at = 0; at < bytes.Length; at += PieceSize)
        {
            ReadOnlySpan<byte> piece = bytes.AsSpan(at, Math.Min(PieceSize, bytes.Length - at));
            mp4?.Read(piece, default);
            ts?.Read(piece, default);
        }

        ts?.Complete();
        if (mp4?.Fault is { } fault) throw new InvalidOperationException(fault);
    }

    public void Dispose()
    {
        _publication?.End();
        _lease?.Dispose();
        _streams.RemoveAll(Headrace.Streaming.Sessions.SessionEndReason.ServerShutdown);
    }

    bool IMp4DemuxerSink.TryBegin(ImmutableArray<Mp4Track> tracks, out MemoryAccount? account) =>
        TryBegin([.. tracks.Select(track => new AnnouncedTrack(track.Codec, track.Format, track.ParameterSets, track.Timescale, 64, true))], out account);

    bool ITsDemuxerSink.TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account) =>
        TryBegin([.. tracks.Select(track => new AnnouncedTrack(track.Codec, track.Format, ParameterSets.Empty, TsTimestamp.ClockRate, 33, true))], out account);

    void IMp4DemuxerSink.OnUnit(int track, Mp4UnitTime time, MonotonicTime arrival, in AssembledUnit unit) => Publish(track, time.Presentation, time.Decode, unit);

    void ITsDemuxerSink.OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit) => Publish(track, time.Presentation, time.Decode, unit);

    void IMp4DemuxerSink.OnEnd()
    {
    }

    void ITsDemuxerSink.OnEnd()
    {
    }

    void IMp4DemuxerSink.OnOmitted(Mp4Omission omission)
    {
    }

    void ITsDemuxerSink.OnOmitted(TsProgramStream stream, TsOmission reason)
    {
    }

    void ITsDemuxerSink.OnFault(TsFault fault, int pid)
    {
    }

    private bool TryBegin(AnnouncedTrack[] tracks, out MemoryAccount? account)
    {
        _rates = [.. tracks.Select(track => track.InputClockRate)];
        _streams.TryPublish("file", tracks, null, out _publication);
        account = _publication?.Memory;
        return _publication is not null;
    }

    private void Publish(int track, long presentation, long decode, in AssembledUnit unit)
    {
        long time = Timebase.ToNanoseconds(decode, _rates[track]);
        if (_first == long.MinValue) _first = time;
        _time.Reach(time - _first);
        _publication!.Publish(track, new InputTimestamps(presentation, decode), MonotonicTime.Now(_time), unit);
        if ((++Units & 63) == 0) _streams.HandleTimeout(MonotonicTime.Now(_time));
        if ((Units & 15) == 0 && Segments is var finished && finished > _described)
        {
            _described = finished;
            Describe(_lease!.Branch);
        }
    }

    /// <summary>As for a viewer who asks each time when something is new.</summary>
    private void Describe(HlsBranch branch)
    {
        if (!_isDash)
        {
            foreach (HlsRendition rendition in branch.Presentation!.Renditions)
            {
                if (rendition.Snapshot is not { } snapshot) continue;
                snapshot.Render(isDelta: false, isGzip: false);
                Manifests++;
            }
        }
        else if (DashManifest.Describe(_stream, branch, _time) is { } manifest)
        {
            _text.ResetWrittenCount();
            MpdWriter.Write(manifest, _text);
            Manifests++;
        }
    }
}
