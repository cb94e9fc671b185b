using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>One place where a rule is not kept.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="At">When it was seen.</param>
/// <param name="Url">The playlist or resource in which it was seen.</param>
/// <param name="MediaSequence">The segment that it is about; null where it is not about one.</param>
/// <param name="Message">What was found, for people.</param>
public sealed record Finding(Rule Rule, MonotonicTime At, string Url, long? MediaSequence, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Rule.Severity} {Rule.Id} ({Rule.Clause}): {(MediaSequence is { } msn ? $"segment {msn}: " : "")}{Message} [{Url}]";
}
