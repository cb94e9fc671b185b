namespace Headrace.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Produced = ["bin", "obj", "node_modules", "dist", ".git", ".vs", ".idea", "artifacts", "TestResults", "headrace-state"];

    /// <summary>Its folder: the nearest one above the test program that holds the solution.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>All projects, by path relative to <see cref="Root"/>.</summary>
    internal static IReadOnlyList<string> Projects { get; } = Files("src", "tests", "bench", "examples", "fuzz").Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).ToArray();

    /// <summary>Files below the folders, relative to <see cref="Root"/> with forward slashes, without what builds produce. A folder that is missing is empty.</summary>
    internal static IEnumerable<string> Files(params string[] folders) =>
        folders.Select(folder => new DirectoryInfo(Path.Combine(Root, folder))).Where(folder => folder.Exists).SelectMany(Walk).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal);

    /// <summary>The C# files below the folders.</summary>
    internal static IEnumerable<string> CSharp(params string[] folders) => Files(folders).Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Text of a file that is named relative to <see cref="Root"/>.</summary>
    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(DirectoryInfo folder) =>
        folder.GetFiles().Select(file => file.FullName).Concat(folder.GetDirectories().Where(sub => !Produced.Contains(sub.Name)).SelectMany(Walk));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Headrace.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"No Headrace.slnx above {AppContext.BaseDirectory}.");
    }
}
