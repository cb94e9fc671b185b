namespace Headrace.Manifests.Hls;

/// <summary>A Variant Stream (EXT-X-STREAM-INF; RFC 8216bis, 4.4.6.2).</summary>
public sealed record Variant
{
    /// <summary>Its media playlist, as written, without the query that the writer appends.</summary>
    public string Uri { get; init; } = "";

    /// <summary>Peak segment bit rate with its renditions, bits a second.</summary>
    public long Bandwidth { get; init; }

    /// <summary>Average segment bit rate with its renditions, bits a second; null where not named.</summary>
    public long? AverageBandwidth { get; init; }

    /// <summary>RFC 6381 names of all formats in it and its renditions, separated by commas; empty where not named.</summary>
    public string Codecs { get; init; } = "";

    /// <summary>Picture size; null without video.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>Greatest frame rate, to three decimals; null without video.</summary>
    public decimal? FrameRate { get; init; }

    /// <summary>SDR, HLG or PQ; null means SDR.</summary>
    public string? VideoRange { get; init; }

    /// <summary>Group of its audio renditions; null: none apart.</summary>
    public string? AudioGroup { get; init; }

    /// <summary>Group of its video renditions; null: none apart.</summary>
    public string? VideoGroup { get; init; }

    /// <summary>Group of its subtitles; null: none.</summary>
    public string? SubtitlesGroup { get; init; }

    /// <summary>Group of its closed captions; null: not named, or none.</summary>
    public string? ClosedCaptionsGroup { get; init; }

    /// <summary>Whether it says CLOSED-CAPTIONS=NONE: no variant has any.</summary>
    public bool HasNoClosedCaptions { get; init; }
}
