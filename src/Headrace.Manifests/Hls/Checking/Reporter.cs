using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>Reports findings about one playlist or resource at one time.</summary>
internal readonly struct Reporter(FindingLog log, MonotonicTime at, string url)
{
    public MonotonicTime At => at;

    /// <summary>About the playlist as a whole; the same rule is reported once, or once for each <paramref name="subject"/>.</summary>
    public void Report(Rule rule, string message, string subject = "") => log.Add(rule, at, url, null, subject, message);

    /// <summary>About a segment, once for each.</summary>
    public void Report(Rule rule, long mediaSequence, string message, string subject = "") =>
        log.Add(rule, at, url, mediaSequence, $"{mediaSequence} {subject}", message);
}
