using System.Reflection;
using System.Runtime.InteropServices;

namespace Headrace.Server.Commands.Builds;

/// <summary>What this program was built from, and what runs it.</summary>
/// <param name="Version">The server's version.</param>
/// <param name="Commit">The commit that it was built from, or null where the build did not know.</param>
/// <param name="Date">Day of that commit, or null.</param>
/// <param name="Platform">The platform that it was published for with the runtime in it, such as <c>linux-x64</c>; null where it runs on an installed one.</param>
/// <param name="Runtime">The runtime with its version.</param>
/// <param name="System">The system and its architecture.</param>
internal sealed record ServerBuild(string Version, string? Commit, string? Date, string? Platform, string Runtime, string System)
{
    /// <summary>This program.</summary>
    internal static ServerBuild Current { get; } = Read(typeof(ServerBuild).Assembly);

    private static ServerBuild Read(Assembly assembly)
    {
        // The build appends the commit to the version: 0.1.0+1a2b3c….
        string[] version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);
        Dictionary<string, string?> metadata = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value);
        return new ServerBuild(
            version[0], version.ElementAtOrDefault(1), metadata.GetValueOrDefault("CommitDate"), metadata.GetValueOrDefault("Platform"), RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
    }
}
