using System.Runtime.Versioning;
using System.Xml.Linq;

namespace Headrace.Architecture.Tests;

/// <summary>The solution holds every project, and what runs them can be run.</summary>
public sealed class SolutionTests
{
    [Fact]
    public void SolutionHoldsEveryProjectOnce()
    {
        string[] listed = [.. XDocument.Parse(Repository.Read("Headrace.slnx")).Descendants("Project").Select(project => (string)project.Attribute("Path")!)];
        Assert.Equal(Repository.Projects.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EverySourceProjectHasATestProject()
    {
        string[] without = [.. Repository.Projects
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => !Repository.Projects.Contains($"tests/{name}.Tests/{name}.Tests.csproj"))!];
        Assert.Empty(without);
    }

    [Theory]
    [InlineData("run.sh")]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    [SupportedOSPlatform("linux")]
    public void ScriptHasItsRunBits(string script)
    {
        const UnixFileMode Run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Assert.Equal(Run, Run & File.GetUnixFileMode(Path.Combine(Repository.Root, script)));
    }

    [Fact]
    public void WarningsAreMendedAndNotSwitchedOff()
    {
        string[] settings = [.. Repository.Projects, "Directory.Build.props", "src/Directory.Build.props", "tests/Directory.Build.props"];
        Assert.DoesNotContain(settings, path => Repository.Read(path).Contains("NoWarn", StringComparison.Ordinal));
    }
}
