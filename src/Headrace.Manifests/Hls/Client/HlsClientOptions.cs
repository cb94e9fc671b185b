namespace Headrace.Manifests.Hls.Client;

/// <summary>What a client of HLS holds, and how patient it is.</summary>
public sealed record HlsClientOptions
{
    /// <summary>Segments of a rendition that are fetched before those ahead of them are played, at most; more where they are short.</summary>
    public int ReadAheadSegments { get; init; } = 3;

    /// <summary>Media of a rendition that is always fetched ahead, as far as it is listed and <see cref="ReadAheadBytes"/> allow it.</summary>
    public TimeSpan ReadAhead { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Bytes of a rendition that are held, beyond which no further segment is fetched.</summary>
    public long ReadAheadBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>A segment that is not there is asked for as often as this.</summary>
    public int TriesWhenMissing { get; init; } = 2;

    /// <summary>A segment whose server fails, or does not answer, is asked for as often as this.</summary>
    public int TriesWhenFailing { get; init; } = 4;

    /// <summary>Pause before a segment is asked for again; twice as long each time.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>So many segments in a row that cannot be had end it.</summary>
    public int MaxSkippedInARow { get; init; } = 5;

    /// <summary>A live playlist may stay as it is for as many target durations as this, and for <see cref="LeastStall"/> anyhow.</summary>
    public int StallTargets { get; init; } = 5;

    /// <summary>See <see cref="StallTargets"/>.</summary>
    public TimeSpan LeastStall { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Says whether a codec is carried, by its name in the CODECS attribute (RFC 6381); the default takes each.</summary>
    public Func<string, bool> Carries { get; init; } = static _ => true;

    /// <summary>Variants that failed before, by their URIs as they are written: the others go before them.</summary>
    public IReadOnlySet<string> Failed { get; init; } = new HashSet<string>();
}
