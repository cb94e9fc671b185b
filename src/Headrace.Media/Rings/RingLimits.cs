namespace Headrace.Media.Rings;

/// <summary>The bounds of a ring. The oldest item goes as soon as one of them is passed.</summary>
public sealed record RingLimits
{
    /// <summary>Greatest number of items; a power of two.</summary>
    public int MaxItems { get; init; } = 4096;

    /// <summary>Greatest number of bytes.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Greatest span of time, by arrival.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many join points (groups of pictures) are kept, the newest and incomplete one included.</summary>
    public int JoinPoints { get; init; } = 3;

    /// <summary>Span of time, by arrival, that is kept though there are more join points, so that a reader within his lag is not overtaken.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromSeconds(2.5);
}
