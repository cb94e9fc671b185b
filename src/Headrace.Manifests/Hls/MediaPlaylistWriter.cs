using System.Buffers;

namespace Headrace.Manifests.Hls;

/// <summary>Writes Media Playlists and delta updates as UTF-8. All that is global stands before the first segment: some players need it so.</summary>
public static class MediaPlaylistWriter
{
    /// <summary>Writes the playlist as it is.</summary>
    /// <param name="playlist">What to write.</param>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="query">
    /// Appended to the URIs of other media playlists (rendition reports), without question mark; never to segments and parts, which are shared.
    /// </param>
    public static void Write(MediaPlaylist playlist, IBufferWriter<byte> output, ReadOnlySpan<char> query = default) =>
        Write(playlist, 0, output, query);

    /// <summary>
    /// Writes the delta update of a full playlist (RFC 8216bis, 6.2.5.1): segments beyond the skip boundary, with all tags that stand before
    /// them, become one EXT-X-SKIP. Writes the full playlist where nothing may be skipped.
    /// </summary>
    /// <inheritdoc cref="Write(MediaPlaylist, IBufferWriter{byte}, ReadOnlySpan{char})"/>
    public static void WriteDelta(MediaPlaylist playlist, IBufferWriter<byte> output, ReadOnlySpan<char> query = default) =>
        Write(playlist, SkipBoundary.CountSkippable(playlist), output, query);

    private static void Write(MediaPlaylist playlist, int skip, IBufferWriter<byte> output, ReadOnlySpan<char> query)
    {
        PlaylistText text = new(output);
        WriteHead(ref text, playlist, skip);
        // What stood before the first segment that is kept has been skipped with it: the client still has it.
        MediaSegment? before = skip > 0 ? playlist.Segments[skip - 1] : null;
        for (int i = skip; i < playlist.Segments.Count; i++)
        {
            SegmentWriter.Write(ref text, playlist.Segments[i], before);
            before = playlist.Segments[i];
        }

        if (playlist.Open is { Parts.Count: > 0 } open) SegmentWriter.Write(ref text, open, before);
        WriteTail(ref text, playlist, query);
        text.Flush();
    }

    private static void WriteHead(ref PlaylistText text, MediaPlaylist playlist, int skip)
    {
        text.Line("#EXTM3U"u8);
        int version = Math.Max(playlist.Version, skip > 0 ? ProtocolVersion.NeededForDelta(playlist) : ProtocolVersion.Needed(playlist));
        if (version > 1) WriteInteger(ref text, "#EXT-X-VERSION:"u8, version);
        WriteInteger(ref text, "#EXT-X-TARGETDURATION:"u8, playlist.TargetDuration);
        if (playlist.ServerControl is { } control) WriteServerControl(ref text, control);
        if (playlist.PartTarget is { } partTarget)
        {
            text.Literal("#EXT-X-PART-INF:PART-TARGET="u8);
            text.Seconds(partTarget);
            text.EndLine();
        }

        WriteInteger(ref text, "#EXT-X-MEDIA-SEQUENCE:"u8, playlist.MediaSequence);
        WriteInteger(ref text, "#EXT-X-DISCONTINUITY-SEQUENCE:"u8, playlist.DiscontinuitySequence);
        if (playlist.PlaylistType is { } type)
        {
            text.Literal("#EXT-X-PLAYLIST-TYPE:"u8);
            text.Text(type);
            text.EndLine();
        }

        if (playlist.IsIndependentSegments) text.Line("#EXT-X-INDEPENDENT-SEGMENTS"u8);
        if (playlist.IsIFramesOnly) text.Line("#EXT-X-I-FRAMES-ONLY"u8);
        if (playlist.SkippedSegments + skip > 0) WriteInteger(ref text, "#EXT-X-SKIP:SKIPPED-SEGMENTS="u8, playlist.SkippedSegments + skip);
    }

    private static void WriteServerControl(ref PlaylistText text, ServerControl control)
    {
        text.Literal("#EXT-X-SERVER-CONTROL:"u8);
        bool first = true;
        if (control.CanBlockReload) WriteAttribute(ref text, "CAN-BLOCK-RELOAD=YES"u8, ref first);
        WriteAttribute(ref text, "CAN-SKIP-UNTIL="u8, control.CanSkipUntil, ref first);
        if (control.CanSkipDateRanges) WriteAttribute(ref text, "CAN-SKIP-DATERANGES=YES"u8, ref first);
        WriteAttribute(ref text, "HOLD-BACK="u8, control.HoldBack, ref first);
        WriteAttribute(ref text, "PART-HOLD-BACK="u8, control.PartHoldBack, ref first);
        text.EndLine();
    }

    private static void WriteAttribute(ref PlaylistText text, ReadOnlySpan<byte> name, TimeSpan? seconds, ref bool first)
    {
        if (seconds is not { } value) return;
        WriteAttribute(ref text, name, ref first);
        text.Seconds(value);
    }

    private static void WriteAttribute(ref PlaylistText text, ReadOnlySpan<byte> attribute, ref bool first)
    {
        if (!first) text.Literal(","u8);
        first = false;
        text.Literal(attribute);
    }

    private static void WriteTail(ref PlaylistText text, MediaPlaylist playlist, ReadOnlySpan<char> query)
    {
        foreach (PreloadHint hint in playlist.PreloadHints) WriteHint(ref text, hint);
        foreach (RenditionReport report in playlist.RenditionReports)
        {
            text.Literal("#EXT-X-RENDITION-REPORT:URI="u8);
            text.QuotedUri(report.Uri, query);
            if (report.LastMediaSequence is { } msn)
            {
                text.Literal(",LAST-MSN="u8);
                text.Integer(msn);
            }

            if (report.LastPart is { } part)
            {
                text.Literal(",LAST-PART="u8);
                text.Integer(part);
            }

            text.EndLine();
        }

        if (playlist.IsEnded) text.Line("#EXT-X-ENDLIST"u8);
    }

    private static void WriteHint(ref PlaylistText text, PreloadHint hint)
    {
        text.Literal(hint.Type == PreloadHintType.Part ? "#EXT-X-PRELOAD-HINT:TYPE=PART,URI="u8 : "#EXT-X-PRELOAD-HINT:TYPE=MAP,URI="u8);
        text.Quoted(hint.Uri);
        if (hint.RangeStart is { } start)
        {
            text.Literal(",BYTERANGE-START="u8);
            text.Integer(start);
        }

        if (hint.RangeLength is { } length)
        {
            text.Literal(",BYTERANGE-LENGTH="u8);
            text.Integer(length);
        }

        text.EndLine();
    }

    private static void WriteInteger(ref PlaylistText text, ReadOnlySpan<byte> tag, long value)
    {
        text.Literal(tag);
        text.Integer(value);
        text.EndLine();
    }
}
