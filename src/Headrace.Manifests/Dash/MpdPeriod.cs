using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Dash;

/// <summary>A period (ISO/IEC 23009-1, 5.3.2).</summary>
public sealed record MpdPeriod
{
    /// <summary>The same in every version of the MPD.</summary>
    public required string Id { get; init; }

    /// <summary>When it begins, from the start of the presentation.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>What it lasts; null: until the next one begins.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What it consists of.</summary>
    public ValueList<AdaptationSet> AdaptationSets { get; init; }
}
