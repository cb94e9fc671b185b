using System.Text.Encodings.Web;
using System.Text.Json;
using Headrace.Server.Commands.Builds;

namespace Headrace.Server.Commands;

/// <summary><c>headrace version</c>.</summary>
internal static class VersionCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The server's version, without what the build appends.</summary>
    internal static string Current => ServerBuild.Current.Version;

    /// <summary>Prints it for programs.</summary>
    internal static CommandOption Json { get; } = new("json", "", "As JSON.");

    /// <summary>Prints what this program is, and what of others it found.</summary>
    internal static async Task<int> RunAsync(Invocation invocation)
    {
        IReadOnlyList<NativePart> parts = await NativeParts.FindAsync().ConfigureAwait(false);
        if (invocation.Options.ContainsKey(Json.Name)) await invocation.Output.WriteLineAsync(ToJson(ServerBuild.Current, parts)).ConfigureAwait(false);
        else foreach (string line in Lines(ServerBuild.Current, parts)) await invocation.Output.WriteLineAsync(line).ConfigureAwait(false);
        return ExitCodes.Success;
    }

    /// <summary>The lines for people.</summary>
    internal static IEnumerable<string> Lines(ServerBuild build, IReadOnlyList<NativePart> parts)
    {
        yield return $"headrace {build.Version}";
        string commit = build.Commit is null ? "of an unknown commit" : $"of commit {build.Commit}{(build.Date is null ? "" : $" of {build.Date}")}";
        yield return $"build    {commit}{(build.Platform is null ? "" : $", with the runtime in it, for {build.Platform}")}";
        yield return $"runtime  {build.Runtime} on {build.System}";
        foreach (NativePart part in parts) yield return part.Missing is null ? $"{part.Name,-8} {part.Version} ({part.File})" : $"{part.Name,-8} missing: {part.Missing}";
    }

    private static string ToJson(ServerBuild build, IReadOnlyList<NativePart> parts) => JsonSerializer.Serialize(
        new { build.Version, build.Commit, build.Date, build.Platform, build.Runtime, build.System, Parts = parts }, JsonOptions);
}
