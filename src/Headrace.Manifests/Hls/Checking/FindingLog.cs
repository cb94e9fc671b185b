using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>Keeps findings, each place once; at most <see cref="MaxOfOneRule"/> of a rule. Later ones are only counted.</summary>
internal sealed class FindingLog
{
    public const int MaxOfOneRule = 20;
    private readonly Dictionary<Rule, int> _counts = [];
    private readonly HashSet<(Rule Rule, string Url, string Subject)> _seen = [];
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public long Suppressed { get; private set; }

    public void Add(Rule rule, MonotonicTime at, string url, long? mediaSequence, string subject, string message)
    {
        int count = _counts.GetValueOrDefault(rule);
        if (count >= MaxOfOneRule)
        {
            Suppressed++;
            return;
        }

        if (!_seen.Add((rule, url, subject))) return;
        _counts[rule] = count + 1;
        _findings.Add(new Finding(rule, at, url, mediaSequence, message));
    }
}
