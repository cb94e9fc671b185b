using Headrace.Manifests.Hls.Reading;

namespace Headrace.Manifests.Hls.Client;

/// <summary>Where one who comes to a playlist begins (RFC 8216, 6.3.3).</summary>
internal static class JoinRule
{
    private const string StartTag = "#EXT-X-START:";
    private const int HoldBackTargets = 3;

    /// <summary>
    /// The segment to begin with: where EXT-X-START says; else the first one of a playlist that has ended; else as far from the end as the server recommends, or three target durations.
    /// </summary>
    public static long Choose(PlaylistView view)
    {
        if (StartOf(view.Playlist.OtherTags) is { } start) return start >= TimeSpan.Zero ? view.NumberFromStart(start) : view.NumberFromEnd(-start);
        if (view.Playlist.IsEnded) return view.First;
        ServerControl? control = view.Playlist.ServerControl;
        TimeSpan distance = view.HasParts && control?.PartHoldBack is { } near ? near : control?.HoldBack ?? view.Target * HoldBackTargets;
        return view.NumberFromEnd(distance);
    }

    /// <summary>The segment at which another rendition has begun.</summary>
    public static long Follow(PlaylistView view, in StartPoint other)
    {
        if (view.Playlist.IsEnded && other.IsEnded) return view.NumberFromStart(other.FromStart);
        if (other.Utc is { } date && view.NumberAt(date) is { } dated) return dated;
        return other.Number >= view.First && other.Number <= view.End ? other.Number : Choose(view);
    }

    private static TimeSpan? StartOf(ValueList<string> tags)
    {
        foreach (string tag in tags)
        {
            if (!tag.StartsWith(StartTag, StringComparison.Ordinal)) continue;
            AttributeList attributes = new(tag.AsSpan(StartTag.Length));
            if (!attributes.TryGet("TIME-OFFSET", out ReadOnlySpan<char> value)) return null;
            bool isFromEnd = value.StartsWith("-");
            return TagValues.TrySeconds(isFromEnd ? value[1..] : value, out TimeSpan offset) ? isFromEnd ? -offset : offset : null;
        }

        return null;
    }
}
