namespace Headrace.Manifests.Hls.Checking;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>A breach of RFC 8216bis.</summary>
    Error,

    /// <summary>Against a recommendation of RFC 8216bis or one of Apple's authoring rules, or what only looks like a breach from where we stand.</summary>
    Advice,
}
