using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Dash;

/// <summary>A representation (ISO/IEC 23009-1, 5.3.5).</summary>
public sealed record Representation
{
    /// <summary>Unique within the period, and the same in the next one.</summary>
    public required string Id { get; init; }

    /// <summary>RFC 6381.</summary>
    public required string Codecs { get; init; }

    /// <summary>Bits a second.</summary>
    public required long Bandwidth { get; init; }

    /// <summary>Size of the picture in pixels; null without picture.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>Frames a second, as a number or a fraction; null where it is not known.</summary>
    public string? FrameRate { get; init; }

    /// <summary>Shape of a sample, <c>1:1</c>; null where it is not known.</summary>
    public string? SampleAspectRatio { get; init; }

    /// <summary>Samples a second; null without sound.</summary>
    public int? AudioSamplingRate { get; init; }

    /// <summary>Channels; null without sound.</summary>
    public int? Channels { get; init; }

    /// <summary>Its segments.</summary>
    public required SegmentTemplate Segments { get; init; }
}
