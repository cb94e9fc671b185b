namespace Headrace.Manifests.Hls.Checking;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>A breach of RFC 8216bis.</summary>
    Error,

    /// <summary>Against a recommendation of RFC 8216bis or a rule of Apple's, or what may only look like a breach from outside.</summary>
    Advice,
}
