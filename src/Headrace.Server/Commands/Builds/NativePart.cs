namespace Headrace.Server.Commands.Builds;

/// <summary>A library or program of others that the server uses, as it was found on this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; null when there is none that can be used.</param>
/// <param name="File">The file that was found, or null.</param>
/// <param name="Missing">What does not work and what to do, when there is none; else null.</param>
internal sealed record NativePart(string Name, string? Version, string? File, string? Missing)
{
    /// <summary>One that was found.</summary>
    internal static NativePart Found(string name, string version, string file) => new(name, version, file, null);

    /// <summary>One that was not found.</summary>
    internal static NativePart Without(string name, string missing) => new(name, null, null, missing);
}
