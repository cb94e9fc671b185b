using Headrace.Manifests.Hls.Checking.RuleSets;
using Headrace.Manifests.Hls.Reading;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>
/// Checks one presentation from outside: it is fed with playlists and media as they were fetched, in the order in which the answers came, and
/// finds what breaks RFC 8216bis and Apple's authoring rules. It reads no clock and fetches nothing; no input makes it throw. Not thread-safe.
/// </summary>
public sealed class PlaylistChecker(CheckerOptions? options = null)
{
    /// <summary>Media playlists that are followed at most; further ones are only checked by themselves.</summary>
    public const int MaxPlaylists = 100;

    private const int MaxTimesBack = 3;
    private readonly CheckerOptions _options = options ?? new CheckerOptions();
    private readonly FindingLog _log = new();
    private readonly MediaStore _media = new();
    private readonly Dictionary<string, MediaPlaylistTrack> _tracks = [];
    private MultivariantPlaylist? _multivariant;
    private UrlResolver? _multivariantResolver;
    private string _multivariantUrl = "";

    /// <summary>What was found, in the order in which it was; each place once, and of each rule the first 20.</summary>
    public IReadOnlyList<Finding> Findings => _log.Findings;

    /// <summary>Findings beyond the bound of their rule, which are only counted; a place may count again.</summary>
    public long SuppressedFindings => _log.Suppressed;

    /// <summary>Takes a playlist of either kind.</summary>
    public void Observe(PlaylistResponse response)
    {
        RequestTarget target = RequestTarget.Parse(response.Url);
        target = target with { Url = UrlResolver.Normalize(target.Url) };
        Reporter reporter = new(_log, response.At, target.Url);
        if (response.Status is < 200 or >= 300)
        {
            TakeRefusal(response.Status, target, reporter);
            return;
        }

        if (response.Headers is { } headers) ResponseRules.CheckPlaylist(headers, target.Url, reporter);
        if (PlaylistReader.FindKind(response.Body.Span) == PlaylistKind.Multivariant) TakeMultivariant(response, target, reporter);
        else TakeMedia(response, target, reporter);
    }

    /// <summary>Takes a segment, part or initialization section.</summary>
    public void Observe(MediaFact fact)
    {
        fact = fact with { Url = UrlResolver.Normalize(fact.Url) };
        Reporter reporter = new(_log, fact.At, fact.Url);
        MediaRules.CheckFact(fact, _media.Add(fact), reporter);
        foreach (MediaPlaylistTrack track in _tracks.Values)
        {
            if (track.Pieces.TryFind(fact.Url, fact.Range, out ListedPiece? piece)) Match(track, piece, fact, fact.At);
        }
    }

    /// <summary>The publisher is known to be away: playlists may stand still until they go on.</summary>
    public void PublisherAway()
    {
        foreach (MediaPlaylistTrack track in _tracks.Values) track.IsPublisherAway = true;
    }

    /// <summary>The observation ends: reports what still stands still.</summary>
    public void Finish(MonotonicTime at)
    {
        foreach (MediaPlaylistTrack track in _tracks.Values) AdvanceRules.CheckAtEnd(track, new Reporter(_log, at, track.Url), _options);
    }

    private void TakeRefusal(int status, RequestTarget target, Reporter reporter)
    {
        _tracks.TryGetValue(target.Url, out MediaPlaylistTrack? track);
        track?.MissAnswer(reporter.At);
        // 6.2.5.2: 503 after three target durations without anything new; 400 for what lies too far ahead.
        if (status == 503)
        {
            if (track is not null) track.IsPublisherAway = true;
            return;
        }

        if (status == 400 && (target.MediaSequence is not null || target.Part is not null)) return;
        reporter.Report(Rules.PlaylistUnavailable, status == 0 ? "no answer" : $"status {status}", $"{status}");
    }

    private void TakeMultivariant(PlaylistResponse response, RequestTarget target, Reporter reporter)
    {
        List<PlaylistFault> faults = [];
        bool read = PlaylistReader.TryReadMultivariant(response.Body.Span, out MultivariantPlaylist? playlist, faults);
        TextRules.Check(faults, reporter);
        if (!read) return;
        TextRules.CheckVersion(playlist!, reporter);
        MultivariantRules.Check(playlist!, reporter);
        (_multivariant, _multivariantUrl, _multivariantResolver) = (playlist, target.Url, new UrlResolver(target.Url));
        foreach (Variant variant in playlist!.Variants) TrackOf(_multivariantResolver.Resolve(variant.Uri)).IsListed = true;
        foreach (Rendition rendition in playlist.Renditions)
        {
            if (rendition.Uri is { } uri) TrackOf(_multivariantResolver.Resolve(uri)).IsListed = true;
        }
    }

    private void TakeMedia(PlaylistResponse response, RequestTarget target, Reporter reporter)
    {
        List<PlaylistFault> faults = [];
        bool read = PlaylistReader.TryReadMedia(response.Body.Span, out MediaPlaylist? text, faults);
        TextRules.Check(faults, reporter);
        MediaPlaylistTrack track = TrackOf(target.Url);
        MediaPlaylist? full = null;
        if (read)
        {
            TextRules.CheckVersion(text!, reporter);
            if (response.Headers is { } headers) ResponseRules.CheckPlaylistCaching(headers, target, text!, reporter);
            full = FullOf(track, text!, response, target, reporter);
        }

        if (full is not null) TakeState(track, full, response, target, reporter);
        else track.MissAnswer(reporter.At);
    }

    /// <summary>The full playlist behind an answer; null where it cannot be made.</summary>
    private static MediaPlaylist? FullOf(
        MediaPlaylistTrack track, MediaPlaylist text, PlaylistResponse response, RequestTarget target, Reporter reporter)
    {
        MediaPlaylist? full = null;
        if (!response.FullBody.IsEmpty) PlaylistReader.TryReadMedia(response.FullBody.Span, out full);
        if (full is { SkippedSegments: > 0 }) full = null;
        if (text.SkippedSegments == 0)
        {
            DeltaRules.CheckWithheld(text, target, reporter);
            return text;
        }

        MediaPlaylist? applied = DeltaRules.Apply(track, text, target, reporter);
        if (applied is not null && full is not null) DeltaRules.Compare(applied, text.SkippedSegments, full, reporter);
        return full ?? applied;
    }

    private void TakeState(MediaPlaylistTrack track, MediaPlaylist now, PlaylistResponse response, RequestTarget target, Reporter reporter)
    {
        Reload reload = new(track, track.Last, track.LastAt, now, target, response.RequestedAt, _options, reporter);
        HeadRules.Check(reload);
        SegmentRules.Check(reload);
        PartRules.Check(reload);
        DateRules.Check(reload);
        FrozenRules.Check(reload);
        HistoryVerdict verdict = HistoryRules.Check(reload);
        // An answer that is older than the one before it says nothing of what comes next; a stream that really began again is taken over.
        if (verdict == HistoryVerdict.WentBack && ++track.TimesBack < MaxTimesBack)
        {
            track.MissAnswer(reporter.At);
            return;
        }

        track.TimesBack = 0;
        if (verdict == HistoryVerdict.Continues)
        {
            HintRules.Check(reload);
            DirectiveRules.Check(reload);
            CheckRenditions(reload);
        }

        AdvanceRules.Check(reload, verdict);
        track.Keep(now, response.RequestedAt, reporter.At);
        foreach ((string url, ByteRange? range, ListedPiece piece) in track.Pieces.Take(now))
        {
            // What a hint named may have been fetched before it was listed.
            if (_media.Find(url, range) is { } fact) Match(track, piece, fact, reporter.At);
        }
    }

    private void CheckRenditions(Reload reload)
    {
        if (_multivariant is not null && !reload.Track.IsListed) return;
        RenditionRules.Check(reload, [.. _tracks.Values.Where(track => _multivariant is null || track.IsListed)]);
    }

    /// <summary>A piece that is listed and fetched. Media that was fetched again says nothing new.</summary>
    private void Match(MediaPlaylistTrack track, ListedPiece piece, MediaFact fact, MonotonicTime at)
    {
        if (piece.Timing is not null || fact.Timing is not { IsPlausible: true } timing || track.Last is not { } playlist) return;
        piece.Timing = timing;
        bool isIndependent = playlist.IsIndependentSegments || _multivariant is { IsIndependentSegments: true };
        MediaRules.CheckPiece(piece, isIndependent, _options, new Reporter(_log, at, track.Url));
        if (piece.IsPart) return;
        double peak = track.Bitrate.Peak;
        track.Bitrate.Add(piece.MediaSequence, fact.Size, piece.Duration, TimeSpan.FromSeconds(playlist.TargetDuration));
        if (track.Bitrate.Peak > peak) CheckBandwidth(at);
    }

    /// <summary>4.4.6.2.1: no playable combination of renditions is faster than BANDWIDTH says.</summary>
    private void CheckBandwidth(MonotonicTime at)
    {
        if (_multivariant is null || _multivariantResolver is null) return;
        Reporter reporter = new(_log, at, _multivariantUrl);
        foreach (Variant variant in _multivariant.Variants)
        {
            double peak = PeakOf(variant.Uri);
            double audio = 0;
            foreach (Rendition rendition in _multivariant.Renditions)
            {
                if (rendition.Type == "AUDIO" && rendition.GroupId == variant.AudioGroup && rendition.Uri is { } uri)
                {
                    audio = Math.Max(audio, PeakOf(uri));
                }
            }

            if (peak + audio <= variant.Bandwidth * (1 + _options.BandwidthTolerance)) continue;
            reporter.Report(Rules.BandwidthTooLow, $"BANDWIDTH of {variant.Uri} is {variant.Bandwidth}, {peak + audio:0} was measured", variant.Uri);
        }
    }

    private double PeakOf(string uri) => _tracks.GetValueOrDefault(_multivariantResolver!.Resolve(uri))?.Bitrate.Peak ?? 0;

    private MediaPlaylistTrack TrackOf(string url)
    {
        if (_tracks.TryGetValue(url, out MediaPlaylistTrack? track)) return track;
        track = new MediaPlaylistTrack(url);
        if (_tracks.Count < MaxPlaylists) _tracks.Add(url, track);
        return track;
    }
}
