namespace Headrace.Server.Commands;

/// <summary>Programs of others that we start.</summary>
internal static class Programs
{
    /// <summary>True when a program of this name is in a directory of the PATH.</summary>
    internal static bool IsInstalled(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, name)));
}
