using System.Buffers;
using System.IO.Compression;
using Headrace.Manifests.Hls;

namespace Headrace.Streaming.Hls;

/// <summary>A media playlist as it stands; its text is rendered and compressed once, by the first who asks, for all.</summary>
public sealed class HlsPlaylistSnapshot
{
    private const int MaxSegmentsAhead = 2;
    private const double MaxPartsAhead = 3;

    private readonly Func<ValueList<RenditionReport>> _reports;
    private byte[]? _full;
    private byte[]? _delta;
    private byte[]? _fullGzip;
    private byte[]? _deltaGzip;

    internal HlsPlaylistSnapshot(MediaPlaylist playlist, long nextPart, Func<ValueList<RenditionReport>> reports)
    {
        Playlist = playlist;
        NextPart = nextPart;
        _reports = reports;
    }

    /// <summary>The playlist, without rendition reports.</summary>
    public MediaPlaylist Playlist { get; }

    /// <summary>Number of the part that comes next.</summary>
    public long NextPart { get; }

    /// <summary>Media sequence number of the open segment, or of the next one.</summary>
    public long NextMediaSequence => Playlist.NextMediaSequence;

    /// <summary>
    /// Whether it contains a segment, or a part of it (RFC 8216bis, 6.2.5.2). A part beyond the last one of a complete segment means the
    /// first part of the segment after it.
    /// </summary>
    public bool Contains(long mediaSequence, int? part)
    {
        long next = NextMediaSequence;
        int openParts = Playlist.Open?.Parts.Count ?? 0;
        if (mediaSequence > next) return false;
        if (part is not { } index) return mediaSequence < next;
        if (mediaSequence == next) return index < openParts;
        if (mediaSequence < next - 1) return true;
        int position = (int)(mediaSequence - Playlist.MediaSequence);
        int parts = position >= 0 && position < Playlist.Segments.Count ? Playlist.Segments[position].Parts.Count : 0;
        return index < parts || openParts > 0;
    }

    /// <summary>
    /// Whether a segment, or a part of it, is so far ahead that nobody who follows the playlist asks for it (RFC 8216bis, 6.2.5.2): more than
    /// two segments behind the last one listed, or more parts behind the last one than go into three seconds.
    /// </summary>
    public bool IsTooFarAhead(long mediaSequence, int? part)
    {
        int openParts = Playlist.Open?.Parts.Count ?? 0;
        long last = openParts > 0 ? NextMediaSequence : NextMediaSequence - 1;
        if (mediaSequence > last + MaxSegmentsAhead) return true;
        if (mediaSequence != NextMediaSequence || Playlist.PartTarget is not { } target) return false;
        double most = MaxPartsAhead / Math.Min(target.TotalSeconds, 1);
        return part - (openParts - 1) > most;
    }

    /// <summary>The text. The array is shared: do not change it.</summary>
    public ReadOnlyMemory<byte> Render(bool isDelta, bool isGzip)
    {
        ref byte[]? kept = ref isDelta ? ref isGzip ? ref _deltaGzip : ref _delta : ref isGzip ? ref _fullGzip : ref _full;
        return Volatile.Read(ref kept) ?? (kept = isGzip ? Compress(Render(isDelta, false).Span) : Write(isDelta));
    }

    private byte[] Write(bool isDelta)
    {
        ArrayBufferWriter<byte> text = new(8192);
        MediaPlaylist playlist = Playlist with { RenditionReports = _reports() };
        if (isDelta) MediaPlaylistWriter.WriteDelta(playlist, text);
        else MediaPlaylistWriter.Write(playlist, text);
        return text.WrittenSpan.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> text)
    {
        using MemoryStream compressed = new(text.Length / 4);
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(text);
        return compressed.ToArray();
    }
}
