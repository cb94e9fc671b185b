using System.Reflection;

namespace Headrace.Server.Commands;

/// <summary><c>headrace version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The server's version, without what the build appends.</summary>
    internal static string Current { get; } = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Prints the version.</summary>
    internal static Task<int> RunAsync(Invocation invocation)
    {
        invocation.Output.WriteLine($"headrace {Current}");
        return Task.FromResult(ExitCodes.Success);
    }
}
