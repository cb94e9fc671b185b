namespace Headrace.Endpoints.Hls.Pull;

/// <summary>
/// The one line of time that all renditions lie on, in nanoseconds: for each era what its timestamps are shifted by, which whoever comes first to an era finds and all others take over, so that
/// sound and picture keep what their timestamps say of each other.
/// </summary>
internal sealed class SharedLine
{
    /// <summary>Where the first unit lies.</summary>
    public const long Start = 10_000_000_000;

    private const int MaxEras = 16;

    private readonly List<(long Era, long Offset)> _offsets = [];

    /// <summary>What an era's timestamps are shifted by; null while nobody has come to it.</summary>
    public long? OffsetOf(long era)
    {
        for (int i = _offsets.Count - 1; i >= 0; i--)
        {
            if (_offsets[i].Era == era) return _offsets[i].Offset;
        }

        return null;
    }

    /// <summary>An era's timestamps are shifted by this from now on.</summary>
    public void Set(long era, long offset)
    {
        _offsets.Add((era, offset));
        if (_offsets.Count > MaxEras) _offsets.RemoveAt(0);
    }
}
