using System.Buffers;

namespace Headrace.Manifests.Hls;

/// <summary>Writes Multivariant Playlists as UTF-8.</summary>
public static class MultivariantPlaylistWriter
{
    /// <summary>Writes the playlist.</summary>
    /// <param name="playlist">What to write.</param>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="query">Appended to the URI of each media playlist, without question mark: a viewer's session or token.</param>
    public static void Write(MultivariantPlaylist playlist, IBufferWriter<byte> output, ReadOnlySpan<char> query = default)
    {
        PlaylistText text = new(output);
        text.Line("#EXTM3U"u8);
        int version = Math.Max(playlist.Version, ProtocolVersion.Needed(playlist));
        if (version > 1)
        {
            text.Literal("#EXT-X-VERSION:"u8);
            text.Integer(version);
            text.EndLine();
        }

        if (playlist.IsIndependentSegments) text.Line("#EXT-X-INDEPENDENT-SEGMENTS"u8);
        foreach (Rendition rendition in playlist.Renditions) WriteRendition(ref text, rendition, query);
        foreach (Variant variant in playlist.Variants) WriteVariant(ref text, variant, query);
        text.Flush();
    }

    private static void WriteRendition(ref PlaylistText text, Rendition rendition, ReadOnlySpan<char> query)
    {
        text.Literal("#EXT-X-MEDIA:TYPE="u8);
        text.Text(rendition.Type);
        WriteQuoted(ref text, ",GROUP-ID="u8, rendition.GroupId);
        WriteQuoted(ref text, ",NAME="u8, rendition.Name);
        WriteQuoted(ref text, ",LANGUAGE="u8, rendition.Language);
        if (rendition.IsDefault) text.Literal(",DEFAULT=YES"u8);
        if (rendition.IsAutoselect) text.Literal(",AUTOSELECT=YES"u8);
        if (rendition.IsForced) text.Literal(",FORCED=YES"u8);
        WriteQuoted(ref text, ",INSTREAM-ID="u8, rendition.InstreamId);
        WriteQuoted(ref text, ",CHARACTERISTICS="u8, rendition.Characteristics);
        WriteQuoted(ref text, ",CHANNELS="u8, rendition.Channels);
        if (rendition.Uri is { } uri)
        {
            text.Literal(",URI="u8);
            text.QuotedUri(uri, query);
        }

        text.EndLine();
    }

    private static void WriteVariant(ref PlaylistText text, Variant variant, ReadOnlySpan<char> query)
    {
        text.Literal("#EXT-X-STREAM-INF:BANDWIDTH="u8);
        text.Integer(variant.Bandwidth);
        if (variant.AverageBandwidth is { } average)
        {
            text.Literal(",AVERAGE-BANDWIDTH="u8);
            text.Integer(average);
        }

        if (variant.Codecs.Length > 0) WriteQuoted(ref text, ",CODECS="u8, variant.Codecs);
        if (variant.Resolution is { } resolution)
        {
            text.Literal(",RESOLUTION="u8);
            text.Integer(resolution.Width);
            text.Literal("x"u8);
            text.Integer(resolution.Height);
        }

        if (variant.FrameRate is { } rate)
        {
            text.Literal(",FRAME-RATE="u8);
            text.ThreeDecimals(rate);
        }

        if (variant.VideoRange is { } range)
        {
            text.Literal(",VIDEO-RANGE="u8);
            text.Text(range);
        }

        WriteQuoted(ref text, ",AUDIO="u8, variant.AudioGroup);
        WriteQuoted(ref text, ",VIDEO="u8, variant.VideoGroup);
        WriteQuoted(ref text, ",SUBTITLES="u8, variant.SubtitlesGroup);
        if (variant.HasNoClosedCaptions) text.Literal(",CLOSED-CAPTIONS=NONE"u8);
        else WriteQuoted(ref text, ",CLOSED-CAPTIONS="u8, variant.ClosedCaptionsGroup);
        text.EndLine();
        text.UriWithQuery(variant.Uri, query);
        text.EndLine();
    }

    private static void WriteQuoted(ref PlaylistText text, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        text.Literal(name);
        text.Quoted(value);
    }
}
