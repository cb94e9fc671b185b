using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Dash;

/// <summary>A live MPD (ISO/IEC 23009-1, 5.3.1). Instants are UTC.</summary>
public sealed record Mpd
{
    /// <summary>What every MPD of ours claims: live segments, in CMAF.</summary>
    public const string LiveProfiles = "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";

    /// <summary>Profiles, separated by commas.</summary>
    public string Profiles { get; init; } = LiveProfiles;

    /// <summary>False once nothing is added any more, and all of it stays (<c>static</c>).</summary>
    public bool IsDynamic { get; init; } = true;

    /// <summary>Where the time of all periods is counted from; null in a static one.</summary>
    public DateTime? AvailabilityStart { get; init; }

    /// <summary>When this version was made.</summary>
    public DateTime? Publish { get; init; }

    /// <summary>How long it is good for at least; null when no newer one will come.</summary>
    public TimeSpan? MinimumUpdatePeriod { get; init; }

    /// <summary>How much of the past can be fetched; null: all.</summary>
    public TimeSpan? TimeShiftBufferDepth { get; init; }

    /// <summary>How far behind live players should stay.</summary>
    public TimeSpan? SuggestedPresentationDelay { get; init; }

    /// <summary>No segment is longer.</summary>
    public TimeSpan? MaxSegmentDuration { get; init; }

    /// <summary>What a player holds at least before it begins, at the stated bandwidth.</summary>
    public TimeSpan MinBufferTime { get; init; }

    /// <summary>The end of the last period, from the start of the presentation; null while it is not known.</summary>
    public TimeSpan? MediaPresentationDuration { get; init; }

    /// <summary>Where updates are to be had; null: where this one was.</summary>
    public string? Location { get; init; }

    /// <summary>How close to live players should stay; null where nothing is said.</summary>
    public LatencyTarget? Latency { get; init; }

    /// <summary>Clocks that players set theirs by, best first.</summary>
    public ValueList<UtcTiming> UtcTimings { get; init; }

    /// <summary>Periods, oldest first.</summary>
    public ValueList<MpdPeriod> Periods { get; init; }
}
