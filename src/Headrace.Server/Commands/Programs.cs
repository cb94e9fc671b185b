namespace Headrace.Server.Commands;

/// <summary>Programs of others that we start.</summary>
internal static class Programs
{
    /// <summary>True when a program of this name is in a directory of the PATH.</summary>
    internal static bool IsInstalled(string name) => Find(name) is not null;

    /// <summary>The path of the program of this name, or null.</summary>
    internal static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(File.Exists);
}
