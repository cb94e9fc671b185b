using System.Collections.Immutable;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>
/// Makes units of MP4 that comes in pieces of any size: files whose movie box stands before their media, files in fragments, init segments with media segments behind them. Units
/// come in the order of their bytes. Opens nothing and reads no clock; what a peer sends never throws: <see cref="Fault"/> says why no more is read. Not thread-safe.
/// </summary>
public sealed class Mp4Demuxer : IBoxStreamSink, IDisposable
{
    /// <summary>Greatest movie box, in bytes: the tables of a day of pictures and sound.</summary>
    public const int MaxMovieBytes = 64 * 1024 * 1024;

    /// <summary>Greatest box before a fragment's media, in bytes.</summary>
    public const int MaxFragmentBytes = 4 * 1024 * 1024;

    /// <summary>Samples in a row whose bytes have passed before they were known of; one more ends reading.</summary>
    public const int MaxLost = 10_000;

    private readonly IMp4DemuxerSink _sink;
    private readonly BoxStream _boxes;
    private readonly MediaBufferWriter _partial;
    private readonly SamplePlan _plan = new();
    private readonly Dictionary<uint, long> _times = [];
    private UnitAssemblerOptions _options;
    private ImmutableArray<InitTrack> _movie = [];
    private ImmutableArray<Mp4TrackReader> _tracks = [];
    private Mp4Sample? _sample;
    private MonotonicTime _arrival;
    private bool _hasBegun;
    private bool _isRefused;
    private bool _hasPassedMedia;
    private (long Begin, long End) _passed;
    private int _lost;

    /// <summary>A demuxer at the beginning of a file.</summary>
    /// <param name="sink">Who takes the units.</param>
    /// <param name="pool">Where payloads come from.</param>
    public Mp4Demuxer(IMp4DemuxerSink sink, MediaBufferPool pool)
    {
        (_sink, _boxes, _partial) = (sink, new BoxStream(this), new MediaBufferWriter(pool));
        _options = new UnitAssemblerOptions(pool, null);
    }

    /// <summary>Why no more is read, for an operator, in one clause; null while all is well.</summary>
    public string? Fault => _boxes.Fault;

    /// <summary>True once a movie box was read.</summary>
    public bool HasMovie => !_movie.IsEmpty;

    /// <summary>Offset of the next byte.</summary>
    public long Position => _boxes.Position;

    /// <summary>Where the movie box begins that was read last.</summary>
    public long MovieOffset { get; private set; }

    /// <summary>Media that stands before the movie box, from the beginning of the first box of it to the end of the last; null where there is none, and once the movie box was read.</summary>
    public (long Begin, long End)? MediaBeforeMovie => HasMovie || !_hasPassedMedia ? null : _passed;

    /// <summary>What of a track could not be made a unit of.</summary>
    public UnitFaults FaultsOf(int track) => _tracks[track].Faults;

    /// <summary>Takes the next bytes. False: no more is read, and <see cref="Fault"/> says why.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="arrival">When they came.</param>
    public bool Read(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        _arrival = arrival;
        _boxes.Read(bytes);
        return Fault is null;
    }

    /// <summary>
    /// Another segment begins, as HLS and DASH have them: offsets count from its first byte, and what was left of the one before is dropped. A fault of that one is over. The movie box holds
    /// until another one comes.
    /// </summary>
    public void BeginSegment()
    {
        DropSample();
        _plan.Clear();
        _boxes.Restart();
        _hasPassedMedia = false;
    }

    /// <summary>What comes next stands elsewhere in the same file, where a box begins: its movie box, or the media that was passed over on the way to it.</summary>
    public void SeekTo(long offset)
    {
        DropSample();
        _boxes.Restart(offset);
        _hasPassedMedia = false;
    }

    /// <summary>Nothing comes any more. False when the file ends inside a box or before its samples do: <see cref="Fault"/> says where.</summary>
    public bool Complete()
    {
        if (Fault is not null) return false;
        if (!_boxes.IsBetween) _boxes.Fail($"it ends inside its box {_boxes.Type}, at byte {_boxes.Position}");
        else if (_sample is not null || TryNext(0)) _boxes.Fail($"it ends at byte {_boxes.Position}, before its last sample");
        else if (!HasMovie) _boxes.Fail("it has no movie box (moov)");
        DropSample();
        return Fault is null;
    }

    /// <summary>Gives back what is held.</summary>
    public void Dispose()
    {
        DropSample();
        foreach (Mp4TrackReader track in _tracks) track.Dispose();
    }

    BoxUse IBoxStreamSink.OnBox(FourCc type, long offset, long size)
    {
        if (type == BoxTypes.Moov) return Bounded(type, size, MaxMovieBytes);
        if (type == BoxTypes.Moof)
        {
            if (HasMovie) return Bounded(type, size, MaxFragmentBytes);
            _boxes.Fail("a fragment stands before its movie box (moov)");
            return BoxUse.Skip;
        }

        if (type != BoxTypes.Mdat) return BoxUse.Skip;
        if (!HasMovie) (_hasPassedMedia, _passed) = (true, (_hasPassedMedia ? _passed.Begin : offset, size == long.MaxValue ? size : offset + size));
        return HasMovie ? BoxUse.Pass : BoxUse.Skip;
    }

    void IBoxStreamSink.OnCollected(FourCc type, long offset, ReadOnlyMemory<byte> box)
    {
        if (type == BoxTypes.Moov) MovieOffset = offset;
        Mp4Error error = type == BoxTypes.Moov ? ReadMovie(box) : ReadFragment(box.Span, offset);
        if (!error.IsNone) _boxes.Fail($"its box {type} at byte {offset} is broken ({error})");
    }

    void IBoxStreamSink.OnBytes(long offset, ReadOnlySpan<byte> bytes)
    {
        long end = offset + bytes.Length;
        while (Fault is null && (_sample is not null || TryNext(offset)))
        {
            Mp4Sample sample = _sample.GetValueOrDefault();
            int size = (int)sample.Size;
            long from = sample.Offset + _partial.Length;
            if (from >= end && size > _partial.Length) return;
            ReadOnlySpan<byte> rest = bytes[(int)(Math.Min(from, end) - offset)..];
            if (_partial.Length == 0 && rest.Length >= size)
            {
                Emit(sample, rest[..size]);
            }
            else
            {
                _partial.Write(rest[..Math.Min(rest.Length, size - _partial.Length)]);
                if (_partial.Length < size) return;
                Emit(sample, _partial.Written);
                _partial.Truncate(0);
            }

            _sample = null;
            bytes = bytes[(int)(sample.Offset + size - offset)..];
            offset = sample.Offset + size;
        }
    }

    void IBoxStreamSink.OnBytesEnd()
    {
        if (_partial.Length == 0) return;
        _tracks[_sample!.Value.Track].NoteLost();
        DropSample();
    }

    private BoxUse Bounded(FourCc type, long size, int limit)
    {
        if (size <= limit) return BoxUse.Collect;
        _boxes.Fail($"its box {type} says that it has {(size == long.MaxValue ? "no end" : $"{size} bytes")}; {limit} are read at most");
        return BoxUse.Skip;
    }

    private bool TryNext(long position)
    {
        while (_plan.TryTake(out Mp4Sample sample))
        {
            Mp4TrackReader track = _tracks[sample.Track];
            if (sample.Size == 0 || !track.Wants(sample)) continue;
            if (sample.Size > (uint)Math.Min(_options.MaxUnitBytes, MediaBufferPool.MaxLength))
            {
                track.NoteTooLarge();
            }
            else if (sample.Offset >= position)
            {
                (_sample, _lost) = (sample, 0);
                return true;
            }
            else
            {
                track.NoteLost();
                if (++_lost <= MaxLost) continue;
                _boxes.Fail("its samples do not stand in the order of its bytes, so that it cannot be read as it comes");
                return false;
            }
        }

        return false;
    }

    private void Emit(in Mp4Sample sample, ReadOnlySpan<byte> bytes)
    {
        if (!Begin()) return;
        Mp4TrackReader track = _tracks[sample.Track];
        if (track.TryRead(sample, bytes, _options, out AssembledUnit unit)) _sink.OnUnit(sample.Track, track.TimeOf(sample), _arrival, unit);
    }

    private bool Begin()
    {
        if (_hasBegun || _isRefused) return _hasBegun;
        _isRefused = !_sink.TryBegin([.. _tracks.Select(static track => track.Track)], out MemoryAccount? account);
        if (_isRefused) return false;
        _hasBegun = true;
        _options = _options with { Account = account };
        return true;
    }

    private Mp4Error ReadMovie(ReadOnlyMemory<byte> bytes)
    {
        BoxReader file = new(bytes.Span);
        if (!file.TryRead(out Box box)) return file.Error;
        Mp4Error error = MovieReader.Read(box, isInit: false, out ImmutableArray<InitTrack> movie);
        if (!error.IsNone) return error;
        DropSample();
        _plan.Clear();
        _times.Clear();
        _movie = movie;
        Follow(Mp4Tracks.Choose(movie, _sink.OnOmitted));
        foreach ((int i, Mp4TrackReader track) in _tracks.Index()) AddTables(bytes, i, track);
        if (_tracks.IsEmpty) _boxes.Fail("it has no track that is known here");
        return default;
    }

    private void AddTables(ReadOnlyMemory<byte> bytes, int index, Mp4TrackReader track)
    {
        SampleTableCursor cursor = track.OpenTables(bytes, index);
        if (cursor.TryOpen())
        {
            if (cursor.Samples == 0) return;
            track.Prepare(bytes, cursor);
            _plan.Add(cursor);
        }

        if (cursor.Fault is { } fault) _boxes.Fail($"track {track.Track.TrackId}: {fault}");
        else if (_hasPassedMedia) _boxes.Fail("its movie box (moov) stands behind its media, so that it cannot be read as it comes");
    }

    private void Follow(ImmutableArray<(InitTrack Init, Mp4Track Track)> chosen)
    {
        bool isSame = chosen.Length == _tracks.Length;
        for (int i = 0; isSame && i < chosen.Length; i++) isSame = chosen[i].Track.Codec == _tracks[i].Track.Codec && chosen[i].Track.Timescale == _tracks[i].Track.Timescale;
        if (!isSame)
        {
            if (_hasBegun) _sink.OnEnd();
            (_hasBegun, _isRefused) = (false, false);
            _options = _options with { Account = null };
        }

        foreach (Mp4TrackReader track in _tracks) track.Dispose();
        _tracks = [.. chosen.Select(static track => new Mp4TrackReader(track.Init, track.Track))];
    }

    private Mp4Error ReadFragment(ReadOnlySpan<byte> bytes, long offset)
    {
        BoxReader file = new(bytes);
        if (!file.TryRead(out Box box)) return file.Error;
        ImmutableArray<SampleInfo>.Builder samples = ImmutableArray.CreateBuilder<SampleInfo>();
        Mp4Error error = new MovieFragmentReader(new InitSegmentInfo(default, _movie), int.MaxValue, samples, offset, _times).Read(box);
        if (!error.IsNone) return error;
        if (_plan.Pending > FragmentReader.MaxSamples) _boxes.Fail("fragments follow each other without their media");
        List<Mp4Sample> placed = [.. SamplePlan.Of(samples, offset, _tracks)];
        foreach (Mp4Sample sample in placed) _tracks[sample.Track].NoteOffset(sample.CompositionOffset);
        _plan.Add(placed);
        return default;
    }

    private void DropSample()
    {
        _sample = null;
        _partial.Dispose();
    }
}
