using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>
/// Makes units of an MP4 file that can be read at any place: with its movie box before or behind its media, in fragments, or both. Units come in the order of their decode times over all
/// tracks. What it holds is the movie box, a window a track and the samples' places of some fragments. What stands in the file never throws: <see cref="Fault"/> says what is wrong with it;
/// where the medium fails, <see cref="IOException"/> comes from it. Not thread-safe.
/// </summary>
public sealed class Mp4File : IDisposable
{
    /// <summary>Samples of fragments whose places are held while another track has none: the next fragment is not read before.</summary>
    public const int MaxPending = 16_384;

    private readonly FileBoxes _boxes;
    private readonly ImmutableArray<InitTrack> _movie;
    private readonly ImmutableArray<Line> _lines;
    private readonly Dictionary<uint, long> _times = [];
    private readonly bool _isFragmented;
    private UnitAssemblerOptions _options;
    private int _pending;
    private bool _isEnd;

    private Mp4File(IRandomBytes file, FileBoxes boxes, ImmutableArray<InitTrack> movie, ImmutableArray<(InitTrack Init, Mp4Track Track)> tracks, MediaBufferPool pool)
    {
        (_boxes, _movie) = (boxes, movie);
        _options = new UnitAssemblerOptions(pool, null);
        _lines = [.. tracks.Select(track => new Line(new Mp4TrackReader(track.Init, track.Track), new FileWindow(file)))];
        _isFragmented = movie.Any(static track => track.IsFragmented);
    }

    /// <summary>The tracks that are read; at least one.</summary>
    public ImmutableArray<Mp4Track> Tracks => [.. _lines.Select(static line => line.Reader.Track)];

    /// <summary>The tracks that are left out.</summary>
    public ImmutableArray<Mp4Omission> Omitted { get; private set; } = [];

    /// <summary>Who pays for units; null for nobody. Set it before the first one is read.</summary>
    public MemoryAccount? Account
    {
        get => _options.Account;
        set => _options = _options with { Account = value };
    }

    /// <summary>Why it ended before its end, for an operator, in one clause; null where it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>What of a track could not be made a unit of.</summary>
    public UnitFaults FaultsOf(int track) => _lines[track].Reader.Faults;

    /// <summary>Opens a file. False, and why in one clause, where nothing of it can be read.</summary>
    /// <param name="file">Its bytes; they stay the caller's.</param>
    /// <param name="pool">Where payloads come from.</param>
    /// <param name="opened">The file.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryOpen(IRandomBytes file, MediaBufferPool pool, [NotNullWhen(true)] out Mp4File? opened, [NotNullWhen(false)] out string? fault)
    {
        opened = null;
        FileBoxes boxes = new(file);
        if (!TryFindMovie(boxes, out bool isFirst, out byte[]? movie, out fault)) return false;
        BoxReader reader = new(movie);
        ImmutableArray<InitTrack> tracks = [];
        Mp4Error error = reader.TryRead(out Box box) ? MovieReader.Read(box, isInit: false, out tracks) : reader.Error;
        if (!error.IsNone)
        {
            fault = $"its movie box (moov) is broken ({error})";
            return false;
        }

        List<Mp4Omission> omitted = [];
        ImmutableArray<(InitTrack, Mp4Track)> chosen = Mp4Tracks.Choose(tracks, omitted.Add);
        if (chosen.IsEmpty)
        {
            fault = "it has no track that is known here" + string.Concat(omitted.Take(3).Select(static track => $"; track {track.TrackId}: {track.Reason}"));
            return false;
        }

        // Fragments may stand before a movie box that was written last.
        opened = new Mp4File(file, isFirst ? boxes : new FileBoxes(file), tracks, chosen, pool) { Omitted = [.. omitted] };
        fault = opened.OpenTables(movie);
        if (fault is null) return true;
        opened = null;
        return false;
    }

    /// <summary>The next unit; its payload's reference goes to the caller. False at the end, and where <see cref="Fault"/> says why it came too early.</summary>
    /// <param name="track">Index among <see cref="Tracks"/>.</param>
    /// <param name="time">Its timestamps.</param>
    /// <param name="duration">How long it lasts, as the file says, in ticks of the track.</param>
    /// <param name="unit">The unit.</param>
    public bool TryRead(out int track, out Mp4UnitTime time, out long duration, out AssembledUnit unit)
    {
        while (TryChoose(out track))
        {
            Line line = _lines[track];
            Mp4Sample sample = line.Take();
            if (line.IsOfFragments) _pending--;
            (time, duration, unit) = (line.Reader.TimeOf(sample), sample.Duration, default);
            if (sample.Size == 0 || !line.Reader.Wants(sample)) continue;
            if (sample.Size > (uint)Math.Min(_options.MaxUnitBytes, MediaBufferPool.MaxLength))
            {
                line.Reader.NoteTooLarge();
                continue;
            }

            ReadOnlySpan<byte> bytes = line.Window.Read(sample.Offset, (int)sample.Size);
            if (bytes.Length < sample.Size)
            {
                Fault ??= $"it ends at byte {sample.Offset + bytes.Length}, before its last sample: it was cut off, or is still being written";
                _isEnd = true;
                return false;
            }

            if (line.Reader.TryRead(sample, bytes, _options, out unit)) return true;
        }

        (time, duration, unit) = (default, 0, default);
        return false;
    }

    /// <summary>Gives back what is held. The file's bytes stay the caller's.</summary>
    public void Dispose()
    {
        foreach (Line line in _lines)
        {
            line.Reader.Dispose();
            line.Window.Dispose();
        }
    }

    private static bool TryFindMovie(FileBoxes boxes, out bool isFirst, [NotNullWhen(true)] out byte[]? movie, [NotNullWhen(false)] out string? fault)
    {
        (isFirst, movie) = (true, null);
        while (boxes.TryNext())
        {
            if (boxes.Type == BoxTypes.Moof) isFirst = false;
            if (boxes.Type != BoxTypes.Moov) continue;
            movie = boxes.Read(Mp4Demuxer.MaxMovieBytes);
            fault = movie is not null ? "" : boxes.IsCut ? "it ends inside its movie box (moov)" : $"its movie box (moov) has {boxes.Size} bytes; {Mp4Demuxer.MaxMovieBytes} are read at most";
            return movie is not null;
        }

        fault = boxes.Fault ?? (boxes.Offset == 0 ? "it is empty" : "it has no movie box (moov): it was cut off, or is still being written");
        return false;
    }

    private string? OpenTables(ReadOnlyMemory<byte> movie)
    {
        foreach ((int i, Line line) in _lines.Index())
        {
            SampleTableCursor cursor = line.Reader.OpenTables(movie, i);
            if (!cursor.TryOpen()) return $"track {line.Reader.Track.TrackId}: {cursor.Fault}";
            if (cursor.Samples == 0) continue;
            line.Reader.Prepare(movie, cursor);
            line.Cursor = cursor;
        }

        return _isFragmented || _lines.Any(static line => line.Cursor is not null) ? null : "it has no sample";
    }

    private bool TryChoose(out int track)
    {
        track = -1;
        if (_isEnd) return false;
        while (_isFragmented && _pending < MaxPending && _lines.Any(static line => line.IsDry))
        {
            if (!TryReadFragment()) break;
        }

        long least = long.MaxValue;
        for (int i = 0; i < _lines.Length; i++)
        {
            if (!_lines[i].TryPeek(out long time))
            {
                if (_lines[i].Cursor?.Fault is { } fault) Fault ??= $"track {_lines[i].Reader.Track.TrackId}: {fault}";
                continue;
            }

            if (track >= 0 && time >= least) continue;
            (track, least) = (i, time);
        }

        _isEnd = track < 0;
        return track >= 0;
    }

    private bool TryReadFragment()
    {
        while (Fault is null && _boxes.TryNext())
        {
            if (_boxes.Type != BoxTypes.Moof) continue;
            if (_boxes.Read(Mp4Demuxer.MaxFragmentBytes) is not { } moof)
            {
                Fault = _boxes.IsCut ? $"it ends inside its box moof at byte {_boxes.Offset}: it was cut off, or is still being written" : $"its box moof at byte {_boxes.Offset} has {_boxes.Size} bytes; {Mp4Demuxer.MaxFragmentBytes} are read at most";
                return false;
            }

            BoxReader reader = new(moof);
            ImmutableArray<SampleInfo>.Builder samples = ImmutableArray.CreateBuilder<SampleInfo>();
            Mp4Error error = reader.TryRead(out Box box) ? new MovieFragmentReader(new InitSegmentInfo(default, _movie), int.MaxValue, samples, _boxes.Offset, _times).Read(box) : reader.Error;
            if (!error.IsNone)
            {
                Fault = $"its box moof at byte {_boxes.Offset} is broken ({error})";
                return false;
            }

            foreach (Mp4Sample sample in SamplePlan.Of(samples, _boxes.Offset, [.. _lines.Select(static line => line.Reader)]))
            {
                _lines[sample.Track].Add(sample);
                _pending++;
            }

            return true;
        }

        Fault ??= _boxes.Fault;
        return false;
    }

    /// <summary>A track, and its next samples.</summary>
    private sealed class Line(Mp4TrackReader reader, FileWindow window)
    {
        private readonly Queue<Mp4Sample> _fragments = new();
        private Mp4Sample? _next;

        public Mp4TrackReader Reader => reader;

        public FileWindow Window => window;

        public SampleTableCursor? Cursor { get; set; }

        /// <summary>True when the sample that was taken last is one of a fragment.</summary>
        public bool IsOfFragments { get; private set; }

        /// <summary>True when no sample of it is known though fragments may have some.</summary>
        public bool IsDry => _fragments.Count == 0 && reader.Init.IsFragmented && !TryPeek(out _);

        public void Add(in Mp4Sample sample)
        {
            reader.NoteOffset(sample.CompositionOffset);
            _fragments.Enqueue(sample);
        }

        /// <summary>Decode time of the next sample, in nanoseconds.</summary>
        public bool TryPeek(out long time)
        {
            if (_next is null && Cursor?.TryRead(out Mp4Sample sample) == true) _next = sample;
            Mp4Sample? next = _next ?? (_fragments.TryPeek(out Mp4Sample first) ? first : null);
            time = next is { } known ? Timebase.ToNanoseconds(reader.TimeOf(known).Decode, reader.Track.Timescale) : 0;
            return next is not null;
        }

        public Mp4Sample Take()
        {
            IsOfFragments = _next is null;
            if (_next is not { } sample) return _fragments.Dequeue();
            _next = null;
            return sample;
        }
    }
}
