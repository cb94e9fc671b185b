using System.Diagnostics.CodeAnalysis;
using Headrace.Manifests.Hls.Reading;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Client;

/// <summary>
/// One who plays HLS (RFC 8216, 6.3): says what is to be fetched next, and is told what came of it. It chooses a variant, follows its playlist and that of its sound, and decides when to load
/// them again, what to ask for once more, and what to do without. No I/O, no clock, no media. Not thread-safe.
/// </summary>
public sealed class HlsClientSession
{
    private readonly HlsClientOptions _options;
    private readonly Uri _location;
    private readonly MonotonicTime _start;
    private readonly HlsClientCounts _counts = new();
    private readonly List<PlaylistFollower> _followers = [];
    private readonly Dictionary<string, string> _variables = [];
    private HlsClientEnd? _end;
    private bool _hasAsked;

    /// <summary>A session that has asked for nothing yet.</summary>
    /// <param name="options">What it holds, and how patient it is.</param>
    /// <param name="location">Where the playlist is, of either kind.</param>
    /// <param name="start">The present instant.</param>
    public HlsClientSession(HlsClientOptions options, Uri location, MonotonicTime start) => (_options, _location, _start) = (options, location, start);

    /// <summary>What was chosen of a multivariant playlist; null before it has come, and where a media playlist was named.</summary>
    public VariantChoice? Choice { get; private set; }

    /// <summary>How many playlists are followed; 0 while that is not known. The first one is the variant's own, the second one its sound.</summary>
    public int Renditions => _followers.Count;

    /// <summary>What has been counted so far.</summary>
    public HlsClientFigures Figures => _counts.Figures;

    /// <summary>Why it does not go on; null while it does.</summary>
    public HlsClientEnd? End => _end ??= FindEnd();

    /// <summary>When <see cref="TryNext"/> may have something though nothing was answered; <see cref="MonotonicTime.Never"/> where it has not.</summary>
    public MonotonicTime Due
    {
        get
        {
            MonotonicTime due = _hasAsked ? MonotonicTime.Never : _start;
            foreach (PlaylistFollower follower in _followers) due = MonotonicTime.Earlier(due, follower.Due);
            return due;
        }
    }

    /// <summary>Gives the next thing to fetch, if there is one now: one playlist and one segment of each rendition at a time.</summary>
    public bool TryNext(MonotonicTime now, [NotNullWhen(true)] out HlsFetch? fetch)
    {
        fetch = null;
        if (End is not null) return false;
        if (!_hasAsked)
        {
            _hasAsked = true;
            fetch = new PlaylistFetch(0, _location, TimeSpan.Zero);
            return true;
        }

        foreach (PlaylistFollower follower in _followers)
        {
            if (follower.TryNext(now, ReferenceEquals(follower, _followers[0]) ? null : _followers[0].Start, out fetch)) return true;
        }

        return false;
    }

    /// <summary>A playlist has come.</summary>
    /// <param name="fetch">What was asked for.</param>
    /// <param name="location">Where it came from, after redirections.</param>
    /// <param name="body">Its text.</param>
    /// <param name="now">The present instant.</param>
    public void Complete(PlaylistFetch fetch, Uri location, ReadOnlySpan<byte> body, MonotonicTime now)
    {
        if (PlaylistVariables.Defines(body))
        {
            bool isFirst = _followers.Count == 0;
            if (!PlaylistVariables.TryReplace(body, location, isFirst ? null : _variables, isFirst ? _variables : [], out byte[]? replaced, out string? missing))
            {
                FailWith(missing);
                return;
            }

            body = replaced;
        }

        PlaylistKind? kind = PlaylistReader.FindKind(body);
        if (kind != PlaylistKind.Multivariant)
        {
            TakeMedia(fetch.Rendition, location, body, now);
            return;
        }

        List<PlaylistFault> faults = [];
        if (_followers.Count > 0) FailWith("a playlist that its multivariant playlist names is a multivariant one itself");
        else if (!PlaylistReader.TryReadMultivariant(body, out MultivariantPlaylist? playlist, faults)) FailWith(Describe(faults));
        else if (TooMuchOf(faults) is { } excess) FailWith(excess);
        else Choose(playlist, location, now);
    }

    /// <summary>A segment has come, with its key and its initialization section.</summary>
    /// <param name="fetch">What was asked for.</param>
    /// <param name="bytes">Its length, which is held until <see cref="Release"/>.</param>
    public void Complete(SegmentFetch fetch, long bytes) => _followers[fetch.Rendition].Complete(fetch, bytes);

    /// <summary>A segment that has come is played, and held no longer.</summary>
    /// <param name="fetch">What was asked for.</param>
    /// <param name="bytes">Its length, as it was told.</param>
    public void Release(SegmentFetch fetch, long bytes) => _followers[fetch.Rendition].Release(fetch.Duration, bytes);

    /// <summary>Something has not come.</summary>
    /// <param name="fetch">What was asked for.</param>
    /// <param name="fault">Why.</param>
    /// <param name="now">The present instant.</param>
    public void Fail(HlsFetch fetch, HlsFetchFault fault, MonotonicTime now)
    {
        if (fetch is SegmentFetch segment) _followers[fetch.Rendition].Fail(segment, fault, now);
        else if (_followers.Count > 0) _followers[fetch.Rendition].FailLoad(fault, now);
        else _end ??= new HlsClientEnd(HlsClientEndReason.Refused, $"its playlist cannot be had: {fault.Text}");
    }

    private void TakeMedia(int rendition, Uri location, ReadOnlySpan<byte> body, MonotonicTime now)
    {
        List<PlaylistFault> faults = [];
        if (!PlaylistReader.TryReadMedia(body, out MediaPlaylist? playlist, faults)) FailLoad(rendition, Describe(faults), now);
        else if (TooMuchOf(faults) is { } excess) FailWith(excess);
        else if (playlist is { TargetDuration: 0, Segments.Count: 0, Open: null, IsEnded: false, Version: 0 }) FailLoad(rendition, "it is no playlist of HLS: it names neither segments nor variants", now);
        else if (playlist.IsIFramesOnly) FailWith("its playlist has single pictures only (EXT-X-I-FRAMES-ONLY)");
        else if (playlist is { IsEnded: true, Segments.Count: 0 }) FailWith("its playlist has ended and lists no segment");
        else Follow(rendition, location, playlist, now);
    }

    private void Follow(int rendition, Uri location, MediaPlaylist playlist, MonotonicTime now)
    {
        if (_followers.Count == 0)
        {
            _followers.Add(new PlaylistFollower(0, _location, _options, _counts, now));
            // It is here already: it was asked for before it was known that it is one.
            _followers[0].Take(new PlaylistView(playlist, location), now);
            return;
        }

        _followers[rendition].Take(new PlaylistView(playlist, location), now);
    }

    private void Choose(MultivariantPlaylist playlist, Uri location, MonotonicTime now)
    {
        if (!VariantChoice.TryChoose(playlist, _options.Carries, _options.Failed, out VariantChoice? choice, out string? fault))
        {
            _end = new HlsClientEnd(HlsClientEndReason.Unsupported, fault);
            return;
        }

        Choice = choice;
        string?[] uris = [choice.Variant.Uri, choice.Audio?.Uri];
        foreach (string? uri in uris)
        {
            if (uri is null) continue;
            if (!ClientUris.TryResolve(location, uri, out Uri? where)) FailWith($"it names a playlist that cannot be fetched over HTTP: {ClientClauses.Short(uri)}");
            else _followers.Add(new PlaylistFollower(_followers.Count, where, _options, _counts, now));
        }
    }

    /// <summary>A text that cannot be read may be a proxy's word for a moment; where none has been read before it, it is the end.</summary>
    private void FailLoad(int rendition, string fault, MonotonicTime now)
    {
        if (_followers.Count == 0) FailWith(fault);
        else _followers[rendition].FailLoad(new HlsFetchFault(HlsFetchFaultKind.Failing, fault), now);
    }

    private void FailWith(string fault) => _end ??= new HlsClientEnd(HlsClientEndReason.BadPlaylist, fault);

    private static string Describe(List<PlaylistFault> faults) => faults.Count > 0 ? $"it is no playlist of HLS: {ClientClauses.Short(faults[^1].Detail)}" : "it is no playlist of HLS";

    /// <summary>What lies beyond the limits is left out by the reader; played without it, a stream would be another one.</summary>
    private static string? TooMuchOf(List<PlaylistFault> faults)
    {
        foreach (PlaylistFault fault in faults)
        {
            if (fault.Kind == PlaylistFaultKind.TooMuch && !fault.Detail.EndsWith("other tags", StringComparison.Ordinal)) return $"its playlist lists {fault.Detail}";
        }

        return null;
    }

    private HlsClientEnd? FindEnd()
    {
        bool isDone = _followers.Count > 0;
        foreach (PlaylistFollower follower in _followers)
        {
            if (follower.End is { } end) return end;
            isDone &= follower.IsDone;
        }

        return isDone ? new HlsClientEnd(HlsClientEndReason.Ended, "its playlist has ended") : null;
    }
}
