using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>Each promise of <c>docs/pains.md</c> has tests that bear its number, and each test that bears one is named there.</summary>
public sealed partial class PainTests
{
    private const string Document = "docs/pains.md";

    /// <summary>Numbers of promises, each with the tests that the document names.</summary>
    public static TheoryData<string> Numbers => [.. Rows().Select(row => row.Number)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void TestsThatShowAPromiseBearItsNumber(string number)
    {
        string[] named = [.. Rows().Single(row => row.Number == number).Tests];
        string[] bearing = [.. Bearing().Where(test => test.Number == number).Select(test => test.Name)];
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !bearing.Any(test => IsOf(test, name)));
        Assert.DoesNotContain(bearing, test => !named.Any(name => IsOf(test, name)));
    }

    [Fact]
    public void EachNumberIsAPromise() => Assert.Empty(Bearing().Select(test => test.Number).Distinct().Except(Rows().Select(row => row.Number)));

    /// <summary>A name is that of a test, or of a class of tests.</summary>
    private static bool IsOf(string test, string name) => test == name || test.StartsWith(name + ".", StringComparison.Ordinal);

    private static IEnumerable<(string Number, IEnumerable<string> Tests)> Rows() => Row().Matches(Repository.Read(Document))
        .Select(row => (row.Groups[1].Value, Name().Matches(row.Groups[2].Value).Select(name => name.Groups[1].Value)));

    private static IEnumerable<(string Number, string Name)> Bearing() =>
        from path in Repository.CSharp("tests")
        where !path.EndsWith(nameof(PainTests) + ".cs", StringComparison.Ordinal)
        from test in Test().Matches(Repository.Read(path))
        from number in Trait().Matches(test.Value)
        select (number.Groups[1].Value, $"{Path.GetFileNameWithoutExtension(path)}.{test.Groups[1].Value}");

    [GeneratedRegex(@"^\| (\d+) \|.*\|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z.]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:^    \[.*\]\r?\n)+    public (?:async )?(?:Task|void) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex(@"\[Trait\(""Pain"", ""(\d+)""\)\]")]
    private static partial Regex Trait();
}
