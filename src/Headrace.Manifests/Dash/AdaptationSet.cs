using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Dash;

/// <summary>Representations of the same content (ISO/IEC 23009-1, 5.3.3).</summary>
public sealed record AdaptationSet
{
    /// <summary>The same in every period for the same content.</summary>
    public required int Id { get; init; }

    /// <summary><c>video</c> or <c>audio</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>Media type of its segments.</summary>
    public required string MimeType { get; init; }

    /// <summary>Language (RFC 5646), or null.</summary>
    public string? Language { get; init; }

    /// <summary><c>main</c> or <c>alternate</c>; null where nothing is said.</summary>
    public string? Role { get; init; }

    /// <summary>True where each segment begins with a picture that decoding can begin at, and no frame refers to those before it (SAP type 1 or 2).</summary>
    public bool StartsWithSap { get; init; }

    /// <summary>Where the content stands in UTC; null where nothing is said.</summary>
    public ProducerReference? ProducerReference { get; init; }

    /// <summary>Its representations, at least one.</summary>
    public ValueList<Representation> Representations { get; init; }
}
