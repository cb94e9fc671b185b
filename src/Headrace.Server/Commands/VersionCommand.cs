using System.Reflection;
using Headrace.Transport.Srt;

namespace Headrace.Server.Commands;

/// <summary><c>headrace version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The server's version, without what the build appends.</summary>
    internal static string Current { get; } = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Prints the version, and which libsrt is there.</summary>
    internal static Task<int> RunAsync(Invocation invocation)
    {
        invocation.Output.WriteLine($"headrace {Current}");
        invocation.Output.WriteLine(SrtLibrary.TryLoad([], out SrtLibrary? library, out string? problem) ? $"SRT by {library}" : $"without SRT: {problem}");
        return Task.FromResult(ExitCodes.Success);
    }
}
