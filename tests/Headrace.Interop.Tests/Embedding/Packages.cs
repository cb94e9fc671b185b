using System.IO.Compression;
using System.Xml.Linq;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Embedding;

/// <summary>The libraries as NuGet packages, packed once for all tests into <c>artifacts/packages</c>.</summary>
public sealed class Packages : IAsyncLifetime
{
    private static readonly TimeSpan PackDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Their folder.</summary>
    internal static string Folder { get; } = Path.Combine(TestFolders.Root, "artifacts/packages");

    /// <summary>The packages, without those of symbols.</summary>
    internal IReadOnlyList<string> All { get; private set; } = [];

    /// <summary>The version that all have.</summary>
    internal string Version { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        await ClientProcess.RunAsync("dotnet", ["pack", Path.Combine(TestFolders.Root, "eng/Packages.proj"), "-c", "Release", "-o", Folder, "-v", "quiet", "-nologo"], PackDeadline);
        All = [.. Directory.GetFiles(Folder, "*.nupkg").Order(StringComparer.Ordinal)];
        Version = All.Count == 0 ? "" : Metadata(All[0], "version");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Names of the files in a package.</summary>
    internal static IReadOnlyList<string> Files(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>Bytes of a file in a package.</summary>
    internal static byte[] Read(string package, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream stream = archive.GetEntry(file)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>What a package says of itself.</summary>
    internal static XElement Specification(string package)
    {
        string name = Files(package).Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal));
        using MemoryStream bytes = new(Read(package, name));
        return XDocument.Load(bytes).Root!;
    }

    /// <summary>One value of that; empty where it is missing.</summary>
    internal static string Metadata(string package, string name) => Specification(package).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
}
