namespace Headrace.Manifests.Hls.Checking;

/// <summary>Remembers checks of media that were done, each once; the oldest are forgotten beyond <see cref="MaxChecks"/>.</summary>
internal sealed class OnceSet
{
    public const int MaxChecks = 20_000;
    private readonly HashSet<MediaCheck> _done = [];
    private readonly Queue<MediaCheck> _order = [];

    /// <summary>Whether the check is new; it no longer is after that.</summary>
    public bool IsFirst(MediaCheck check)
    {
        if (!_done.Add(check)) return false;
        if (_order.Count >= MaxChecks) _done.Remove(_order.Dequeue());
        _order.Enqueue(check);
        return true;
    }
}

/// <summary>A check of one piece of media.</summary>
/// <param name="Kind">Which check.</param>
/// <param name="MediaSequence">The segment.</param>
/// <param name="Uri">The piece.</param>
/// <param name="Range">The range of that resource.</param>
internal readonly record struct MediaCheck(MediaCheckKind Kind, long MediaSequence, string Uri, ByteRange? Range);

/// <summary>Checks of media.</summary>
internal enum MediaCheckKind
{
    /// <summary>A part by itself.</summary>
    Part,

    /// <summary>A segment by itself.</summary>
    Segment,

    /// <summary>What follows what.</summary>
    Continuity,

    /// <summary>A segment and its parts.</summary>
    SameMedia,
}
