using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Headrace.Manifests.Hls.Reading;

/// <summary>
/// Reads playlists leniently: what it does not know it keeps as text, what is wrong it reports and leaves out. It neither fetches anything nor
/// replaces variables (<see cref="PlaylistVariables"/> does). It never throws.
/// </summary>
public static class PlaylistReader
{
    private const string Blanks = " \t\r";

    /// <summary>Which kind of playlist a text is, by its first tag that only one kind may have; null where none tells.</summary>
    public static PlaylistKind? FindKind(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > PlaylistLimits.Bytes) return null;
        ReadOnlySpan<char> text = Encoding.UTF8.GetString(utf8);
        foreach (Range line in text.Split('\n'))
        {
            ReadOnlySpan<char> tag = TagOf(text[line].Trim(Blanks));
            if (IsMultivariantTag(tag)) return PlaylistKind.Multivariant;
            if (IsMediaTag(tag)) return PlaylistKind.Media;
        }

        return null;
    }

    /// <summary>Reads a Media Playlist or a delta update of one.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="playlist">What it says; null when the result is false.</param>
    /// <param name="faults">Takes what is wrong with it, at most <see cref="PlaylistLimits.Faults"/>.</param>
    /// <returns>False when the text is no Media Playlist, or of both kinds.</returns>
    public static bool TryReadMedia(
        ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out MediaPlaylist? playlist, ICollection<PlaylistFault>? faults = null)
    {
        FaultList list = new(faults);
        return TryRead(utf8, PlaylistKind.Media, new MediaPlaylistParser(list), list, out playlist);
    }

    /// <summary>Reads a Multivariant Playlist.</summary>
    /// <inheritdoc cref="TryReadMedia"/>
    public static bool TryReadMultivariant(
        ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out MultivariantPlaylist? playlist, ICollection<PlaylistFault>? faults = null)
    {
        FaultList list = new(faults);
        return TryRead(utf8, PlaylistKind.Multivariant, new MultivariantPlaylistParser(list), list, out playlist);
    }

    private static bool TryRead<TPlaylist>(ReadOnlySpan<byte> utf8, PlaylistKind kind, IPlaylistParser<TPlaylist> parser, FaultList faults, [NotNullWhen(true)] out TPlaylist? playlist)
        where TPlaylist : class
    {
        playlist = null;
        if (!TryDecode(utf8, faults, out ReadOnlySpan<char> text)) return false;
        foreach (Range range in text.Split('\n'))
        {
            faults.Line++;
            ReadOnlySpan<char> line = text[range].Trim(Blanks);
            if (line.IsEmpty || faults.Line == 1) continue;
            if (kind == PlaylistKind.Media ? IsMultivariantTag(TagOf(line)) : IsMediaTag(TagOf(line)))
            {
                faults.Add(PlaylistFaultKind.MixedKinds, $"{TagOf(line)} in a {kind} Playlist");
                return false;
            }

            if (line[0] != '#') parser.ReadUri(line);
            else if (line.StartsWith("#EXT")) parser.ReadTag(TagOf(line), ValueOf(line), line);
        }

        faults.Line = 0;
        playlist = parser.Finish();
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> utf8, FaultList faults, out ReadOnlySpan<char> text)
    {
        text = default;
        if (utf8.Length > PlaylistLimits.Bytes)
        {
            faults.Add(PlaylistFaultKind.NotAPlaylist, $"{utf8.Length} bytes are more than {PlaylistLimits.Bytes}");
            return false;
        }

        if (utf8.StartsWith("\uFEFF"u8))
        {
            faults.Add(PlaylistFaultKind.Malformed, "begins with a byte order mark");
            utf8 = utf8[3..];
        }

        if (!utf8.StartsWith("#EXTM3U"u8) || (utf8.Length > 7 && utf8[7] > (byte)' '))
        {
            faults.Add(PlaylistFaultKind.NotAPlaylist, "does not begin with #EXTM3U");
            return false;
        }

        text = Encoding.UTF8.GetString(utf8);
        return true;
    }

    private static ReadOnlySpan<char> TagOf(ReadOnlySpan<char> line)
    {
        int colon = line.IndexOf(':');
        return colon < 0 ? line : line[..colon];
    }

    private static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> line)
    {
        int colon = line.IndexOf(':');
        return colon < 0 ? [] : line[(colon + 1)..];
    }

    private static bool IsMultivariantTag(ReadOnlySpan<char> tag) => tag is
        "#EXT-X-MEDIA" or "#EXT-X-STREAM-INF" or "#EXT-X-I-FRAME-STREAM-INF" or "#EXT-X-SESSION-DATA" or "#EXT-X-SESSION-KEY"
        or "#EXT-X-CONTENT-STEERING";

    private static bool IsMediaTag(ReadOnlySpan<char> tag) => tag is
        "#EXTINF" or "#EXT-X-TARGETDURATION" or "#EXT-X-MEDIA-SEQUENCE" or "#EXT-X-DISCONTINUITY-SEQUENCE" or "#EXT-X-ENDLIST"
        or "#EXT-X-PLAYLIST-TYPE" or "#EXT-X-I-FRAMES-ONLY" or "#EXT-X-PART-INF" or "#EXT-X-SERVER-CONTROL" or "#EXT-X-BYTERANGE"
        or "#EXT-X-DISCONTINUITY" or "#EXT-X-KEY"
        or "#EXT-X-MAP" or "#EXT-X-PROGRAM-DATE-TIME" or "#EXT-X-GAP" or "#EXT-X-BITRATE" or "#EXT-X-PART" or "#EXT-X-DATERANGE" or "#EXT-X-SKIP"
        or "#EXT-X-PRELOAD-HINT" or "#EXT-X-RENDITION-REPORT";
}
