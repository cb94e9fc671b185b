using System.Reflection.Metadata;

namespace Headrace.Architecture.Tests;

/// <summary>The documents name nothing that is gone.</summary>
public sealed class DocumentationTests
{
    private const string Architecture = "docs/architecture.md";

    /// <summary>Documents whose paths and projects must exist.</summary>
    public static TheoryData<string> Documents => [.. Repository.Files("docs").Where(path => path.EndsWith(".md", StringComparison.Ordinal)), "README.md", "CONTRIBUTING.md"];

    [Fact]
    public void TypesAndMembersInTheArchitectureDocumentExist()
    {
        Dictionary<string, HashSet<string>> own = Index(Assemblies.Sources);
        HashSet<string> platform = [.. Index(Assemblies.Platform).Keys];
        string[] gone = [.. DocumentedNames.Types(Repository.Read(Architecture)).Where(name => !Exists(name))];
        Assert.True(gone.Length == 0, $"{Architecture} names what is not in src: {string.Join(", ", gone)}");

        bool Exists(string name)
        {
            string[] parts = name.Split('.');
            return own.TryGetValue(parts[0], out HashSet<string>? members) ? parts.Length == 1 || members.Contains(parts[1]) : platform.Contains(parts[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void PathsAndProjectsInDocumentsExist(string document)
    {
        string[] gone = [.. DocumentedNames.Paths(Repository.Read(document)).Where(path => !IsThere(path))];
        Assert.True(gone.Length == 0, $"{document} names what is not there: {string.Join(", ", gone)}");
    }

    [Fact]
    public void NamesAreFoundInBackticksOnly()
    {
        const string Text = """
            A `LiveStream` holds a `BroadcastRing<T>`, see `LiveStream.Publish(unit)`; not this LiveStream, nor `EXT-X-PART`, `GET`, `key: value` or `headrace.yml`.
            ```
            `Fenced`
            ```
            In `src/Headrace.Media/Timeline` and `Headrace.Media`, started by `run.sh`.
            """;
        Assert.Equal(["LiveStream", "BroadcastRing", "LiveStream.Publish"], DocumentedNames.Types(Text));
        Assert.Equal(["src/Headrace.Media/Timeline", "Headrace.Media", "run.sh"], DocumentedNames.Paths(Text));
    }

    private static bool IsThere(string path) =>
        path.StartsWith("Headrace.", StringComparison.Ordinal) && !path.EndsWith(".slnx", StringComparison.Ordinal)
            ? Repository.Projects.Any(project => Path.GetFileNameWithoutExtension(project) == path)
            : Path.Exists(Path.Combine(Repository.Root, path));

    private static Dictionary<string, HashSet<string>> Index(IEnumerable<string> assemblies) => assemblies
        .SelectMany(path => Assemblies.Read(path, TypesWithMembers))
        .GroupBy(type => type.Name)
        .ToDictionary(group => group.Key, group => group.SelectMany(type => type.Members).ToHashSet());

    private static IEnumerable<(string Name, string[] Members)> TypesWithMembers(MetadataReader reader) =>
        reader.TypeDefinitions.Select(reader.GetTypeDefinition).Select(type => (Assemblies.NameOf(reader, type), Assemblies.MembersOf(reader, type).ToArray()));
}
