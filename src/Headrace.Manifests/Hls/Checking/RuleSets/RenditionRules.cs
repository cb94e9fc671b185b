using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>The media playlists of one presentation held against each other (6.2.4, 4.4.5.4).</summary>
internal static class RenditionRules
{
    /// <param name="reload">The new state of one playlist.</param>
    /// <param name="others">All playlists of the presentation, this one too.</param>
    public static void Check(Reload reload, IReadOnlyList<MediaPlaylistTrack> others)
    {
        HashSet<MediaPlaylistTrack> reported = [];
        foreach (RenditionReport report in reload.Now.RenditionReports)
        {
            bool isAbsolute = Uri.TryCreate(report.Uri, UriKind.Absolute, out Uri? absolute) && !absolute.IsFile;
            if (isAbsolute) reload.Reporter.Report(Rules.RenditionReportNotRelative, $"{report.Uri} is not relative", report.Uri);
            foreach (MediaPlaylistTrack other in Matching(reload.Track.Resolver.Resolve(report.Uri), others))
            {
                reported.Add(other);
                CheckReport(reload, report, other);
            }
        }

        foreach (MediaPlaylistTrack other in others)
        {
            if (ReferenceEquals(other, reload.Track)) continue;
            if (other.Last is { } playlist) Compare(reload, playlist, other.Url);
            if (!reload.IsLowLatency || reload.Now.IsEnded || reported.Contains(other)) continue;
            reload.Reporter.Report(Rules.RenditionReportMissing, $"no EXT-X-RENDITION-REPORT of {other.Url}", other.Url);
        }

        CheckExpectations(reload);
    }

    /// <summary>What others reported of this playlist before it was asked for.</summary>
    private static void CheckExpectations(Reload reload)
    {
        while (reload.Track.TryTakeExpectation(reload.RequestedAt, out ReportedPosition reported))
        {
            if (!IsBefore(reload.Now.LastPosition, reported.Position)) continue;
            string ends = Name(reload.Now.LastPosition);
            string message = $"{reported.Reporter} said that it ends with {Name(reported.Position)}; later it ended with {ends}";
            reload.Reporter.Report(Rules.RenditionReportWrong, message, reported.Reporter);
        }
    }

    /// <summary>
    /// The playlists that a report is about: the one at its URL. Where there is none, those at its path: a query may tell viewers apart and be
    /// missing in reports, which all viewers share; players compare without it too.
    /// </summary>
    private static IEnumerable<MediaPlaylistTrack> Matching(string url, IReadOnlyList<MediaPlaylistTrack> tracks)
    {
        foreach (MediaPlaylistTrack track in tracks)
        {
            if (track.Url == url) return [track];
        }

        return tracks.Where(track => UrlResolver.PathOf(track.Url).SequenceEqual(UrlResolver.PathOf(url)));
    }

    private static void CheckReport(Reload reload, RenditionReport report, MediaPlaylistTrack other)
    {
        // 4.4.5.4: what is left out is the same as that of the playlist that holds the report.
        PlaylistPosition own = reload.Now.LastPosition;
        int? part = report.LastPart ?? (report.LastMediaSequence is null ? own.Part : null);
        PlaylistPosition position = new(report.LastMediaSequence ?? own.MediaSequence, part);
        // A playlist is as old as its newest part, and so are its reports: that part came about after the state before was asked for.
        bool isNew = reload.Before is { } before && before.LastPosition != own;
        if (isNew && other.PositionBefore(reload.Track.LastRequestedAt) is { } known && IsBefore(position, known))
        {
            reload.Reporter.Report(
                Rules.RenditionReportWrong, $"{other.Url} is reported to end with {Name(position)}; before that it ended with {Name(known)}",
                other.Url);
            return;
        }

        other.Expect(new ReportedPosition(position, reload.Reporter.At, reload.Track.Url));
    }

    private static void Compare(Reload reload, MediaPlaylist other, string url)
    {
        MediaPlaylist now = reload.Now;
        if (now.TargetDuration != other.TargetDuration)
        {
            reload.Reporter.Report(
                Rules.RenditionTargetDurationDiffers, $"TARGETDURATION is {now.TargetDuration}, in {url} {other.TargetDuration}", url);
        }

        if (now.ServerControl != other.ServerControl)
        {
            reload.Reporter.Report(Rules.RenditionServerControlDiffers, $"EXT-X-SERVER-CONTROL differs from that of {url}", url);
        }

        bool hasDates = HasDates(now);
        if (now.Segments.Count == 0 || other.Segments.Count == 0) return;
        if (!hasDates && HasDates(other))
        {
            reload.Reporter.Report(Rules.RenditionProgramDateTimeMissing, $"no EXT-X-PROGRAM-DATE-TIME, though {url} has some", url);
        }

        CompareDiscontinuities(reload, other, url);
    }

    /// <summary>Segments that play at one time have one discontinuity sequence number.</summary>
    private static void CompareDiscontinuities(Reload reload, MediaPlaylist other, string url)
    {
        List<Stretch> theirs = [.. Stretches(other)];
        foreach (Stretch mine in Stretches(reload.Now))
        {
            long middle = mine.Start + (mine.End - mine.Start) / 2;
            foreach (Stretch their in theirs)
            {
                // Ends are not aligned between audio and video: only what lies well within counts.
                long margin = (their.End - their.Start) / 4;
                if (middle < their.Start + margin || middle > their.End - margin || their.Discontinuity == mine.Discontinuity) continue;
                reload.Reporter.Report(
                    Rules.RenditionDiscontinuityDiffers, mine.MediaSequence,
                    $"its discontinuity sequence number is {mine.Discontinuity}, at the same time that of {url} is {their.Discontinuity}", url);
                return;
            }
        }
    }

    private static IEnumerable<Stretch> Stretches(MediaPlaylist playlist)
    {
        long discontinuity = playlist.DiscontinuitySequence;
        long? date = null;
        for (int i = 0; i < playlist.Segments.Count; i++)
        {
            MediaSegment segment = playlist.Segments[i];
            if (segment.IsDiscontinuity) (discontinuity, date) = (discontinuity + 1, null);
            date = segment.ProgramDateTime?.Ticks ?? date;
            if (date is not { } start) continue;
            yield return new Stretch(playlist.MediaSequence + i, start, start + segment.Duration.Ticks, discontinuity);
            date = start + segment.Duration.Ticks;
        }
    }

    private static bool HasDates(MediaPlaylist playlist)
    {
        foreach (MediaSegment segment in playlist.Segments)
        {
            if (segment.ProgramDateTime is not null) return true;
        }

        return playlist.Open is { ProgramDateTime: not null };
    }

    private static bool IsBefore(PlaylistPosition a, PlaylistPosition b) =>
        a.MediaSequence < b.MediaSequence || (a.MediaSequence == b.MediaSequence && a.Part is { } mine && b.Part is { } theirs && mine < theirs);

    private static string Name(PlaylistPosition position) =>
        position.Part is { } part ? $"segment {position.MediaSequence} part {part}" : $"segment {position.MediaSequence}";

    private readonly record struct Stretch(long MediaSequence, long Start, long End, long Discontinuity);
}
