using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Installation;

/// <summary>What <c>./package.sh</c> makes of this checkout: built once, however many tests want it.</summary>
internal static class DebianPackage
{
    private static readonly TimeSpan BuildDeadline = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>Copies packages, archive and checksums into a folder.</summary>
    internal static async Task CopyToAsync(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(await Built.Value)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    /// <summary>Puts the next version in the place of the package in a folder: the same files, but a line more in the configuration that it installs.</summary>
    internal static async Task ReplaceByNextAsync(string folder)
    {
        string package = Directory.GetFiles(folder, "headrace_*.deb").Single();
        using TemporaryFolder work = new();
        string tree = Path.Combine(work.Path, "tree");
        await ClientProcess.RunAsync("dpkg-deb", ["--raw-extract", package, tree], BuildDeadline);
        string control = Path.Combine(tree, "DEBIAN", "control");
        await File.WriteAllTextAsync(control, (await File.ReadAllTextAsync(control)).Replace("\nVersion: ", "\nVersion: 1:", StringComparison.Ordinal));
        await File.AppendAllTextAsync(Path.Combine(tree, "etc", "headrace", "headrace.yml"), "# One line more.\n");
        File.Delete(package);
        await ClientProcess.RunAsync("dpkg-deb", ["--root-owner-group", "-Zgzip", "-z1", "--build", tree, Path.Combine(folder, "headrace_next.deb")], BuildDeadline);
    }

    private static async Task<string> BuildAsync()
    {
        await ClientProcess.RunAsync("bash", [Path.Combine(TestFolders.Root, "package.sh")], BuildDeadline);
        return Path.Combine(TestFolders.Root, "artifacts", "packages");
    }
}
