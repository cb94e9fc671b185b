using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>Keeps findings, each place once. At most <see cref="MaxFindings"/>; later ones are only counted.</summary>
internal sealed class FindingLog
{
    public const int MaxFindings = 1000;
    private readonly HashSet<(Rule Rule, string Url, string Subject)> _seen = [];
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public long Suppressed { get; private set; }

    public void Add(Rule rule, MonotonicTime at, string url, long? mediaSequence, string subject, string message)
    {
        if (_findings.Count >= MaxFindings)
        {
            Suppressed++;
            return;
        }

        if (_seen.Add((rule, url, subject))) _findings.Add(new Finding(rule, at, url, mediaSequence, message));
    }
}
