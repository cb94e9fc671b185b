namespace Headrace.Manifests.Hls;

/// <summary>Writes one segment with its tags and parts. Tags that hold until the next of their kind are written where they change.</summary>
internal static class SegmentWriter
{
    /// <param name="text">Takes the lines.</param>
    /// <param name="segment">Complete, or open with at least one part.</param>
    /// <param name="before">The segment before it, also where that one was skipped; null at the beginning.</param>
    public static void Write(ref PlaylistText text, MediaSegment segment, MediaSegment? before)
    {
        // 4.4.4.9: what applies to the segment stands before its first part.
        if (segment.IsDiscontinuity) text.Line("#EXT-X-DISCONTINUITY"u8);
        if (segment.Keys != (before?.Keys ?? default)) WriteKeys(ref text, segment.Keys);
        if (segment.Map is { } map && map != before?.Map) WriteMap(ref text, map);
        if (segment.ProgramDateTime is { } date)
        {
            text.Literal("#EXT-X-PROGRAM-DATE-TIME:"u8);
            text.Timestamp(date);
            text.EndLine();
        }

        if (segment.IsGap) text.Line("#EXT-X-GAP"u8);
        foreach (PartialSegment part in segment.Parts) WritePart(ref text, part);
        if (segment.IsOpen) return;
        if (segment.Range is { } range)
        {
            text.Literal("#EXT-X-BYTERANGE:"u8);
            WriteRange(ref text, range);
            text.EndLine();
        }

        text.Literal("#EXTINF:"u8);
        text.Seconds(segment.Duration);
        text.Literal(","u8);
        text.Text(segment.Title);
        text.EndLine();
        text.Text(segment.Uri);
        text.EndLine();
    }

    private static void WritePart(ref PlaylistText text, PartialSegment part)
    {
        text.Literal("#EXT-X-PART:DURATION="u8);
        text.Seconds(part.Duration);
        text.Literal(",URI="u8);
        text.Quoted(part.Uri);
        if (part.Range is { } range)
        {
            text.Literal(",BYTERANGE=\""u8);
            WriteRange(ref text, range);
            text.Literal("\""u8);
        }

        if (part.IsIndependent) text.Literal(",INDEPENDENT=YES"u8);
        if (part.IsGap) text.Literal(",GAP=YES"u8);
        text.EndLine();
    }

    private static void WriteMap(ref PlaylistText text, MediaMap map)
    {
        text.Literal("#EXT-X-MAP:URI="u8);
        text.Quoted(map.Uri);
        if (map.Range is { } range)
        {
            text.Literal(",BYTERANGE=\""u8);
            WriteRange(ref text, range);
            text.Literal("\""u8);
        }

        text.EndLine();
    }

    private static void WriteKeys(ref PlaylistText text, ValueList<EncryptionKey> keys)
    {
        if (keys.Count == 0) text.Line("#EXT-X-KEY:METHOD=NONE"u8);
        foreach (EncryptionKey key in keys)
        {
            text.Literal("#EXT-X-KEY:METHOD="u8);
            text.Text(key.Method);
            WriteQuoted(ref text, ",URI="u8, key.Uri);
            if (key.InitializationVector is { } iv)
            {
                text.Literal(",IV="u8);
                text.Text(iv);
            }

            WriteQuoted(ref text, ",KEYFORMAT="u8, key.KeyFormat);
            WriteQuoted(ref text, ",KEYFORMATVERSIONS="u8, key.KeyFormatVersions);
            text.EndLine();
        }
    }

    private static void WriteQuoted(ref PlaylistText text, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        text.Literal(name);
        text.Quoted(value);
    }

    private static void WriteRange(ref PlaylistText text, ByteRange range)
    {
        text.Integer(range.Length);
        text.Literal("@"u8);
        text.Integer(range.Offset);
    }
}
