using System.Diagnostics.CodeAnalysis;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>What one playlist lists or has listed, by URL and range; the oldest are forgotten beyond <see cref="MaxPieces"/>.</summary>
internal sealed class ListedPieces(UrlResolver resolver)
{
    public const int MaxPieces = 20_000;
    private readonly Dictionary<(string Url, ByteRange? Range), ListedPiece> _pieces = [];
    private readonly Queue<(string Url, ByteRange? Range)> _order = [];
    private ListedPiece? _lastPart;
    private ListedPiece? _lastSegment;

    public bool TryFind(string url, ByteRange? range, [NotNullWhen(true)] out ListedPiece? piece) => _pieces.TryGetValue((url, range), out piece);

    /// <summary>Takes in what is new in a playlist; gives each new piece with its URL and range.</summary>
    public List<(string Url, ByteRange? Range, ListedPiece Piece)> Take(MediaPlaylist playlist)
    {
        List<(string, ByteRange?, ListedPiece)> news = [];
        _lastPart = _lastSegment = null;
        for (int i = 0; i < playlist.Segments.Count; i++) Take(playlist.MediaSequence + i, playlist.Segments[i], news);
        if (playlist.Open is { } open) Take(playlist.NextMediaSequence, open, news);
        return news;
    }

    private void Take(long msn, MediaSegment segment, List<(string Url, ByteRange? Range, ListedPiece Piece)> news)
    {
        if (segment.IsDiscontinuity) _lastPart = _lastSegment = null;
        if (segment.Parts.Count == 0) _lastPart = null;
        ListedPiece? first = null;
        for (int i = 0; i < segment.Parts.Count; i++)
        {
            PartialSegment part = segment.Parts[i];
            _lastPart = part.IsGap
                ? null
                : Take(part.Range, new ListedPiece(part.Uri, msn, part.Duration, true, part.IsIndependent), _lastPart, news);
            if (i == 0) first = _lastPart;
        }

        if (segment.IsOpen) return;
        _lastSegment = segment.IsGap
            ? null
            : Take(segment.Range, new ListedPiece(segment.Uri, msn, segment.Duration, false, false), _lastSegment, news);
        if (first is { Counterpart: null } && _lastSegment is { Counterpart: null }) _lastSegment.Pair(first);
    }

    /// <summary>The piece as it is known, or the new one.</summary>
    private ListedPiece Take(ByteRange? range, ListedPiece piece, ListedPiece? before, List<(string Url, ByteRange? Range, ListedPiece Piece)> news)
    {
        (string Url, ByteRange? Range) key = (resolver.Resolve(piece.Uri), range);
        if (_pieces.TryGetValue(key, out ListedPiece? known)) return known;
        if (_order.Count >= MaxPieces && _pieces.Remove(_order.Dequeue(), out ListedPiece? oldest)) oldest.Detach();
        _pieces.Add(key, piece);
        _order.Enqueue(key);
        if (before is { After: null }) piece.Follow(before);
        news.Add((key.Url, key.Range, piece));
        return piece;
    }
}
