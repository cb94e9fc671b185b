using System.Runtime.CompilerServices;
using Headrace.Manifests.Hls.Checking;

namespace Headrace.Manifests.Tests.Hls.Checking;

public sealed class FaultTests
{
    public static TheoryData<string> RuleIds => [.. Rules.All.Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void EachFaultIsFoundAndNothingElse(string id)
    {
        Rule rule = Rules.All.Single(r => r.Id == id);
        Assert.True(Faults.All.TryGetValue(rule, out Fault? fault), "a rule without a fault is not tested");
        VirtualFollower follower = new(fault.Options, fault.CheckerOptions);
        fault.Inject(follower);
        if (fault.HidesMedia) follower.Fact = _ => null;
        IReadOnlyList<Finding> findings = follower.Run(fault.Duration);

        Assert.True(findings.Any(f => f.Rule == rule), $"not found; found: {string.Join('\n', findings)}");
        Assert.All(findings, f => Assert.True(f.Rule == rule || fault.Except.Contains(f.Rule), f.ToString()));
        Assert.Contains(findings, f => f.Rule == rule && f.Message.Length > 0 && f.Url.StartsWith("http://example.test/", StringComparison.Ordinal));
    }

    [Fact]
    public void TheDocumentListsEachRuleWithItsGradeAndClause()
    {
        string text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../../docs/protocols/hls.md"));
        Assert.All(Rules.All, rule =>
        {
            string clause = rule.Clause.Replace("RFC 8216bis, ", "", StringComparison.Ordinal);
            string row = $"| `{rule.Id}` | {(rule.Severity == Severity.Error ? "error" : "advice")} | {clause} |";
            Assert.Contains(row, text, StringComparison.Ordinal);
        });

        static string ThisFile([CallerFilePath] string path = "") => path;
    }

    [Fact]
    public void RuleNamesAreUniqueAndInKebabCase()
    {
        Assert.Equal(Rules.All.Count, Rules.All.Select(r => r.Id).Distinct().Count());
        Assert.All(Rules.All, r => Assert.Matches("^[a-z]+(-[a-z]+)*$", r.Id));
        Assert.All(Rules.All.Where(r => r.Severity == Severity.Error), r => Assert.StartsWith("RFC 8216bis", r.Clause, StringComparison.Ordinal));
    }
}
