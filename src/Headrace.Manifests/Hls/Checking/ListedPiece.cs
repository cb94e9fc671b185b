namespace Headrace.Manifests.Hls.Checking;

/// <summary>A segment or part that a playlist lists or has listed, with its neighbours and what is known of its media.</summary>
internal sealed class ListedPiece(string uri, long mediaSequence, TimeSpan duration, bool isPart, bool isMarkedIndependent)
{
    /// <summary>Its URI, as written.</summary>
    public string Uri { get; } = uri;

    /// <summary>The segment that it is, or is part of.</summary>
    public long MediaSequence { get; } = mediaSequence;

    /// <summary>How long it is said to last.</summary>
    public TimeSpan Duration { get; } = duration;

    public bool IsPart { get; } = isPart;

    /// <summary>Whether a part says INDEPENDENT=YES.</summary>
    public bool IsMarkedIndependent { get; } = isMarkedIndependent;

    /// <summary>The part or segment whose media it goes on from; null at discontinuities, behind gaps, and where forgotten.</summary>
    public ListedPiece? Before { get; private set; }

    /// <summary>The one of which it is <see cref="Before"/>.</summary>
    public ListedPiece? After { get; private set; }

    /// <summary>Of a segment, its first part; of a first part, its segment; else null.</summary>
    public ListedPiece? Counterpart { get; private set; }

    /// <summary>When its media plays; null until it is fetched, and where that cannot be told.</summary>
    public MediaTiming? Timing { get; set; }

    public void Follow(ListedPiece before) => (Before, before.After) = (before, this);

    public void Pair(ListedPiece counterpart) => (Counterpart, counterpart.Counterpart) = (counterpart, this);

    /// <summary>Lets go of all others, so that they can be forgotten.</summary>
    public void Detach()
    {
        if (Before is not null) Before.After = null;
        if (After is not null) After.Before = null;
        if (Counterpart is not null) Counterpart.Counterpart = null;
        Before = After = Counterpart = null;
    }
}
