using Headrace.Server.Configuration.Schema;

namespace Headrace.Server.Configuration.Sources;

/// <summary>
/// Settings from environment variables: <c>HEADRACE_RTSP__LISTEN</c> is <c>rtsp.listen</c>. A variable with two underscores in a row that is no key is an
/// error; any other with the prefix may be somebody else's (container platforms make such names) and is left alone, with a hint where it looks like a key.
/// </summary>
internal static class EnvironmentSettings
{
    private const string Prefix = "HEADRACE_";
    private const string Separator = "__";

    private static readonly Dictionary<string, string[]> Others = new(StringComparer.Ordinal) { ["BIND_ADDRESS"] = ["http", "listen"] };

    /// <summary>The settings among <paramref name="variables"/>, in the order of their names.</summary>
    internal static IReadOnlyList<Setting> Read(IReadOnlyDictionary<string, string> variables, ConfigurationDiagnostics diagnostics)
    {
        List<Setting> settings = [];
        foreach ((string name, string value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            string origin = $"environment variable {name}";
            if (Others.TryGetValue(name, out string[]? other)) settings.Add(new Setting(other, value, origin));
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            string[] parts = name[Prefix.Length..].Split(Separator);
            if (SchemaPath.TryResolve(parts, out string[]? path, out string? fault)) settings.Add(new Setting(path, value, origin));
            else if (parts.Length > 1) diagnostics.Fail(new SourceMark(origin), "", fault);
            else if (Meant(parts[0]) is { } meant) diagnostics.Warn(new SourceMark(origin), "", $"this is not read; write {meant} to set the key");
        }

        return settings;
    }

    private static string? Meant(string typed)
    {
        string letters = typed.Replace("_", "", StringComparison.Ordinal);
        foreach (KeyListing key in ConfigurationSchema.Listing)
        {
            if (key.Path.Replace(".", "", StringComparison.Ordinal).Equals(letters, StringComparison.OrdinalIgnoreCase)) return NameOf(key.Path);
        }

        return null;
    }

    /// <summary>The variable that sets a key.</summary>
    internal static string NameOf(string path) => Prefix + path.Replace(".", Separator, StringComparison.Ordinal).ToUpperInvariant();
}
