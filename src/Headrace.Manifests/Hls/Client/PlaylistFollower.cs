using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Client;

/// <summary>Follows one media playlist: when it is loaded again, and which of its segments is fetched next. No I/O, no clock.</summary>
internal sealed class PlaylistFollower(int rendition, Uri location, HlsClientOptions options, HlsClientCounts counts, MonotonicTime start)
{
    /// <summary>Eras of a server that began anew lie behind all of those before.</summary>
    private const long ErasARun = 1L << 32;

    private static readonly TimeSpan BlockingPatience = TimeSpan.FromSeconds(10);

    private readonly ReloadPace _pace = new(options, start);
    private readonly PlaylistHistory _history = new();
    private readonly SegmentTries _tries = new(options, counts);
    private readonly ReadAhead _ahead = new(options);
    private PlaylistView? _view;
    private string? _loadFault;
    private long _number;
    private int _part;
    private long _run;
    private long _era = -1;
    private bool _isFetching;
    private SegmentFetch? _current;
    private bool _isAfterBreak = true;
    private TimeSpan _lost;

    /// <summary>Where it began; null before it has.</summary>
    public StartPoint? Start { get; private set; }

    /// <summary>Why it does not go on; null while it does.</summary>
    public HlsClientEnd? End { get; private set; }

    /// <summary>True when the playlist has ended and nothing of it is left to fetch or to play.</summary>
    public bool IsDone => _view is { Playlist.IsEnded: true } view && Start is not null && _number >= view.End && !_isFetching && _ahead.IsEmpty;

    /// <summary>When it next has something to do that no answer brings.</summary>
    public MonotonicTime Due => End is not null ? MonotonicTime.Never : _isFetching || !_ahead.HasRoom ? _pace.Due : MonotonicTime.Earlier(_pace.Due, _tries.Due);

    /// <summary>What shall be fetched now, if anything.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="other">Where the first rendition began, for the others; null for itself.</param>
    /// <param name="fetch">What.</param>
    public bool TryNext(MonotonicTime now, StartPoint? other, [NotNullWhen(true)] out HlsFetch? fetch)
    {
        fetch = null;
        if (End is not null) return false;
        if (_view is { Playlist.IsEnded: false } && _pace.StalledFor(now) is { } silence) End = Stalled(silence);
        if (_pace.Due <= now)
        {
            _pace.Begin(now);
            fetch = Load();
            return true;
        }

        if (_view is null || _isFetching || (rendition > 0 && other is null)) return false;
        if (Start is null) Begin(_view, other);
        else CatchUp(_view);
        if (!_ahead.HasRoom || !_tries.IsDue(now)) return false;
        fetch = _current = NextSegment(_view);
        _isFetching = fetch is not null;
        return _isFetching;
    }

    /// <summary>Takes a playlist that was loaded.</summary>
    public void Take(PlaylistView next, MonotonicTime now)
    {
        counts.Playlists++;
        _loadFault = null;
        PlaylistChange change = _history.Compare(_view, next);
        if (change == PlaylistChange.None)
        {
            _pace.Unchanged(now);
            return;
        }

        if (change == PlaylistChange.Restarted) Restart();
        _view = next;
        if (next.Playlist.IsEnded) _pace.Stop();
        else _pace.Changed(next.Target, next.HasParts, now);
    }

    /// <summary>A load has failed.</summary>
    public void FailLoad(HlsFetchFault fault, MonotonicTime now)
    {
        _loadFault = fault.Text;
        if (_view is null || fault.Kind == HlsFetchFaultKind.Final) End = new HlsClientEnd(HlsClientEndReason.Refused, $"its playlist cannot be had: {fault.Text}");
        _pace.Unchanged(now);
    }

    /// <summary>A segment has come.</summary>
    public void Complete(SegmentFetch fetch, long bytes)
    {
        counts.Segments++;
        _isFetching = false;
        _tries.Succeed();
        _ahead.Add(fetch.Duration, bytes);
        if (!ReferenceEquals(_current, fetch)) return;
        (_isAfterBreak, _lost, _era) = (false, TimeSpan.Zero, fetch.Era);
        Advance(fetch);
    }

    /// <summary>A segment has been played: it is held no longer.</summary>
    public void Release(TimeSpan duration, long bytes) => _ahead.Remove(duration, bytes);

    /// <summary>A segment has not come.</summary>
    public void Fail(SegmentFetch fetch, HlsFetchFault fault, MonotonicTime now)
    {
        _isFetching = false;
        if (fault.Kind == HlsFetchFaultKind.Final)
        {
            End = new HlsClientEnd(HlsClientEndReason.Unsupported, fault.Text);
            return;
        }

        // The server has begun its numbers anew meanwhile: it is none of them.
        if (!ReferenceEquals(_current, fetch) || _tries.MayTryAgain(fault.Kind, now)) return;
        if (_tries.HasGivenUp) End = new HlsClientEnd(HlsClientEndReason.Refused, ClientClauses.Say($"{options.MaxSkippedInARow} of its segments in a row cannot be had: {fault.Text}"));
        Pass(fetch.Duration);
    }

    private HlsClientEnd Stalled(TimeSpan silence) => new(
        HlsClientEndReason.TimedOut,
        _loadFault is null ? $"its playlist has not changed for {ClientClauses.Seconds(silence)}" : $"its playlist has not been had for {ClientClauses.Seconds(silence)}: {_loadFault}");

    private PlaylistFetch Load()
    {
        if (_view is not { HasParts: true } view) return new PlaylistFetch(rendition, location, TimeSpan.Zero);
        // RFC 8216bis, 6.2.5.2: the next part, which the answer waits for.
        PlaylistPosition last = view.Playlist.LastPosition;
        string query = view.Playlist.Open is null ? ClientClauses.Say($"_HLS_msn={view.End}&_HLS_part=0") : ClientClauses.Say($"_HLS_msn={view.End}&_HLS_part={last.Part + 1}");
        return new PlaylistFetch(rendition, ClientUris.WithQuery(location, query), BlockingPatience);
    }

    private void Begin(PlaylistView view, StartPoint? other)
    {
        if (view.First >= view.End && view.Playlist.Open is null && !view.Playlist.IsEnded) return;
        _number = other is { } point ? JoinRule.Follow(view, point) : JoinRule.Choose(view);
        _part = 0;
        Start = new StartPoint(_number, view.DateOf(_number), view.FromStart(_number), view.Playlist.IsEnded);
    }

    /// <summary>The numbers count anew: begins as one who has just come does.</summary>
    private void Restart()
    {
        counts.Restarts++;
        (_run, _era, Start, _isAfterBreak, _lost, _current) = (_run + 1, -1, null, true, TimeSpan.Zero, null);
        _tries.Reset();
    }

    /// <summary>Passes over what has left the playlist unasked for.</summary>
    private void CatchUp(PlaylistView view)
    {
        if (_number >= view.First) return;
        counts.Missed += view.First - _number;
        _lost += Math.Min(view.First - _number, options.ReadAheadSegments * 10) * view.Target;
        (_number, _part, _isAfterBreak) = (view.First, 0, true);
        _tries.Reset();
    }

    private SegmentFetch? NextSegment(PlaylistView view)
    {
        while (End is null && Start is not null && view.Find(_number) is { } segment)
        {
            bool isListed = _part < segment.Parts.Count;
            if (segment.IsOpen ? !isListed : _part > 0 && _part == segment.Parts.Count)
            {
                if (segment.IsOpen) return null;
                (_number, _part) = (_number + 1, 0);
            }
            else if (!segment.IsOpen && _part > segment.Parts.Count)
            {
                // Its parts are not listed any more: what is left of it is lost.
                Pass(segment.Duration / 2);
            }
            else
            {
                bool takesPart = segment.IsOpen || _part > 0;
                if (takesPart ? !segment.Parts[_part].IsGap : !segment.IsGap) return Fetch(view, segment, takesPart);
                Pass(takesPart ? segment.Parts[_part].Duration : segment.Duration);
            }
        }

        return null;
    }

    private SegmentFetch? Fetch(PlaylistView view, MediaSegment segment, bool takesPart)
    {
        PartialSegment? part = takesPart ? segment.Parts[_part] : null;
        string written = part?.Uri ?? segment.Uri;
        if (!ClientUris.TryResolve(view.Location, written, out Uri? where)) return Refuse($"it names a segment that cannot be fetched over HTTP: {ClientClauses.Short(written)}");
        if (!SegmentKeys.TryRead(segment.Keys, view.Location, _number, out HlsKey? key, out string? fault)) return Refuse(fault!);
        if (key is not null && takesPart) return Refuse("its parts are encrypted, which is not read here; take its playlist from a server that does not list parts");
        MapFetch? map = null;
        if (segment.Map is { } init)
        {
            if (!ClientUris.TryResolve(view.Location, init.Uri, out Uri? mapWhere)) return Refuse($"it names an initialization section that cannot be fetched over HTTP: {ClientClauses.Short(init.Uri)}");
            if (!SegmentKeys.TryRead(init.Keys, view.Location, null, out HlsKey? mapKey, out fault)) return Refuse(fault!);
            map = new MapFetch(mapWhere, init.Range, mapKey);
        }

        return new SegmentFetch(rendition, where)
        {
            Number = _number, IsPart = part is not null, Duration = part?.Duration ?? segment.Duration, Range = part is null ? segment.Range : part.Range, Key = key, Map = map, Era = EraOf(view, segment), IsAfterBreak = _isAfterBreak,
            LostBefore = _lost, ProgramDateTime = _part == 0 ? view.DateOf(_number) : null,
        };
    }

    /// <summary>Servers that do not number their discontinuities, and drop them from the playlist, are counted along with.</summary>
    private long EraOf(PlaylistView view, MediaSegment segment)
    {
        long stated = (_run * ErasARun) + (view.DiscontinuitiesBefore(_number) % ErasARun);
        if (_era < 0) return stated;
        long counted = _era + (segment.IsDiscontinuity && _part == 0 ? 1 : 0);
        return Math.Max(stated, counted);
    }

    private SegmentFetch? Refuse(string why)
    {
        End = new HlsClientEnd(HlsClientEndReason.Unsupported, why);
        return null;
    }

    private void Advance(SegmentFetch fetch)
    {
        MediaSegment? segment = _view?.Find(_number);
        if (segment is { IsDiscontinuity: true } && _part == 0) counts.Discontinuities++;
        if (fetch.IsPart) _part++;
        else _number++;
    }

    /// <summary>Goes on behind what cannot be had.</summary>
    private void Pass(TimeSpan duration)
    {
        counts.Skipped++;
        (_number, _part, _isAfterBreak) = (_number + 1, 0, true);
        _lost += duration;
        _tries.Reset();
    }
}
