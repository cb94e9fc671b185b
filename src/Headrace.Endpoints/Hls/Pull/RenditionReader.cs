using System.Collections.Immutable;
using Headrace.Manifests.Hls.Client;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Reads the segments of one rendition, bit by bit, as their media is wanted.</summary>
internal sealed class RenditionReader(int rendition, SharedLine shared, PacedPublisher publisher, Action<FetchedSegment> whenRead, Action<string> whenRemarked) : ISegmentSink, IDisposable
{
    /// <summary>Bytes that are read at a time: some frames.</summary>
    private const int Piece = 16 * 188 * 16;

    private const int MaxRemarks = 20;

    private readonly Queue<FetchedSegment> _segments = new();
    private readonly RenditionLine _line = new(shared);
    private readonly HashSet<string> _remarks = [];
    private ImmutableArray<SegmentTrack> _tracks = [];
    private bool[] _awaitsRandomAccess = [];
    private FetchedSegment? _current;
    private SegmentReader? _reader;
    private SegmentForm _form;
    private long _era = -1;
    private int _position;
    private long _units;
    private long _unitsBefore;
    private DateTime? _date;

    /// <summary>Segments in a row of which nothing could be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Why the last one could not; null where nothing is wrong.</summary>
    public string? LastFault { get; private set; }

    /// <summary>Times that timestamps jumped though no discontinuity was named.</summary>
    public long Jumps => _line.Jumps;

    /// <summary>True when nothing of it is left to read.</summary>
    public bool IsEmpty => _current is null && _segments.Count == 0;

    MemoryAccount? ISegmentSink.Account => publisher.Account;

    /// <summary>Takes a segment that has come, and its reference.</summary>
    public void Add(FetchedSegment segment) => _segments.Enqueue(segment);

    /// <summary>Reads on until enough media waits.</summary>
    public void Read(MonotonicTime now)
    {
        while (publisher.Wants(rendition, now) && (_current is not null || TryBegin(now)))
        {
            ReadOnlySpan<byte> rest = _current!.Bytes.Span[_position..];
            ReadOnlySpan<byte> piece = rest[..Math.Min(rest.Length, Piece)];
            _position += piece.Length;
            string? fault = _reader?.Read(piece, now);
            if (fault is not null || _position == _current.Bytes.Length) End(fault);
        }
    }

    /// <summary>Gives back what is held.</summary>
    public void Dispose()
    {
        _current?.Bytes.Release();
        _current = null;
        while (_segments.TryDequeue(out FetchedSegment? segment)) segment.Bytes.Release();
        _reader?.Dispose();
        _reader = null;
    }

    void ISegmentSink.OnTracks(ImmutableArray<SegmentTrack> tracks)
    {
        _tracks = tracks;
        _awaitsRandomAccess = [.. tracks.Select(static track => track.Codec.Kind == MediaKind.Video)];
        _line.BeginTracks(tracks.Length);
        publisher.SetTracks(rendition, tracks);
    }

    void ISegmentSink.OnUnit(int track, long presentation, long decode, in AssembledUnit unit)
    {
        _units++;
        SegmentTrack one = _tracks[track];
        long duration = unit.NominalDuration > 0 ? Timebase.ToNanoseconds(unit.NominalDuration, unit.Format.ClockRate) : 0;
        (long shift, long line) = _line.Place(track, one.Rate, one.Bits, decode, duration);

        if (_date is { } date && one.Codec.Kind != MediaKind.Data)
        {
            if (rendition == 0) publisher.SetUtc(line + Timebase.ToNanoseconds(OffsetOf(one, presentation, decode), one.Rate), date);
            _date = null;
        }

        // What refers to pictures before a break cannot be decoded.
        if (_awaitsRandomAccess[track] && !unit.RandomAccess.IsPoint)
        {
            unit.Payload.Release();
            return;
        }

        _awaitsRandomAccess[track] = false;
        publisher.Add(rendition, track, decode + shift + OffsetOf(one, presentation, decode), decode + shift, line, unit);
    }

    void ISegmentSink.OnRemark(string remark)
    {
        if (_remarks.Count < MaxRemarks && _remarks.Add(remark)) whenRemarked(remark);
    }

    private static long OffsetOf(SegmentTrack track, long presentation, long decode) => (presentation - decode) << (64 - track.Bits) >> (64 - track.Bits);

    private bool TryBegin(MonotonicTime now)
    {
        if (!_segments.TryDequeue(out _current)) return false;
        (_position, _unitsBefore, _date) = (0, _units, _current.Fetch.ProgramDateTime);
        SegmentFetch fetch = _current.Fetch;
        bool isAfterBreak = fetch.IsAfterBreak || fetch.Era != _era;
        _era = fetch.Era;
        _line.BeginSegment(fetch.Era, fetch.LostBefore);
        if (isAfterBreak)
        {
            for (int i = 0; i < _awaitsRandomAccess.Length; i++) _awaitsRandomAccess[i] = _tracks[i].Codec.Kind == MediaKind.Video;
        }

        string? fault = Open(_current, out string? form) ? _reader!.Begin(_current.Init, isAfterBreak, now) : form;
        if (fault is not null) End(fault);
        return _current is not null || TryBegin(now);
    }

    /// <summary>Goes on with the reader of the segment's form, or with another one.</summary>
    private bool Open(FetchedSegment segment, out string? fault)
    {
        SegmentForm form = SegmentForms.Find(segment.Bytes.Span, !segment.Init.IsEmpty, out fault);
        if (form == SegmentForm.Unknown) return false;
        if (_reader is not null && form == _form) return true;
        _reader?.Dispose();
        (_reader, _form) = (SegmentForms.Create(form, this), form);
        return true;
    }

    private void End(string? fault)
    {
        FetchedSegment ended = _current!;
        _current = null;
        string? end = fault is null ? _reader?.Complete() : null;
        if (fault is not null) _reader?.Complete();
        LastFault = fault ?? end ?? (_units == _unitsBefore ? "it has no media that can be used" : null);
        if (LastFault is not null) ((ISegmentSink)this).OnRemark($"segment {ended.Fetch.Number}: {LastFault}");
        Unreadable = _units == _unitsBefore ? Unreadable + 1 : 0;
        ended.Bytes.Release();
        whenRead(ended);
    }
}
