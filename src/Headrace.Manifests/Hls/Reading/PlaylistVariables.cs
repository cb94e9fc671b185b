using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Headrace.Manifests.Hls.Reading;

/// <summary>Replaces the variables of a playlist (EXT-X-DEFINE; RFC 8216bis, 4.3, 4.4.2.3), before it is read.</summary>
internal static class PlaylistVariables
{
    /// <summary>Variables of a playlist at most.</summary>
    public const int MaxCount = 100;

    /// <summary>Characters of a variable's value at most.</summary>
    public const int MaxLength = 4096;

    private const string Tag = "#EXT-X-DEFINE:";

    private static readonly SearchValues<char> Names = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Whether a playlist defines variables; one that does not has none to replace.</summary>
    public static bool Defines(ReadOnlySpan<byte> utf8) => utf8.IndexOf("#EXT-X-DEFINE:"u8) >= 0;

    /// <summary>Replaces each reference, in the order of the lines.</summary>
    /// <param name="utf8">The text, at most <see cref="PlaylistLimits.Bytes"/>.</param>
    /// <param name="location">Where it came from: what QUERYPARAM means.</param>
    /// <param name="imported">The variables of the multivariant playlist, which IMPORT means; null where there is none.</param>
    /// <param name="variables">The variables at its end.</param>
    /// <param name="replaced">The text without references; null when the result is false.</param>
    /// <param name="fault">Why not, in one clause; null when it could.</param>
    public static bool TryReplace(
        ReadOnlySpan<byte> utf8, Uri location, IReadOnlyDictionary<string, string>? imported, Dictionary<string, string> variables, [NotNullWhen(true)] out byte[]? replaced, [NotNullWhen(false)] out string? fault)
    {
        (replaced, fault) = (null, null);
        ReadOnlySpan<char> text = Encoding.UTF8.GetString(utf8);
        StringBuilder output = new(text.Length);
        foreach (Range range in text.Split('\n'))
        {
            ReadOnlySpan<char> line = text[range];
            if (line.StartsWith(Tag)) fault = Define(new AttributeList(line[Tag.Length..].TrimEnd()), location, imported, variables);
            else fault = Append(line, variables, output);
            if (output.Length > PlaylistLimits.Bytes) fault = $"its variables make it longer than {PlaylistLimits.Bytes} characters";
            if (fault is not null) return false;
            output.Append('\n');
        }

        replaced = Encoding.UTF8.GetBytes(output.ToString());
        return true;
    }

    private static string? Define(AttributeList attributes, Uri location, IReadOnlyDictionary<string, string>? imported, Dictionary<string, string> variables)
    {
        string? name = attributes.GetString("NAME") ?? attributes.GetString("IMPORT") ?? attributes.GetString("QUERYPARAM");
        string? value = attributes.GetString("NAME") is not null ? attributes.GetString("VALUE")
            : attributes.GetString("IMPORT") is { } import ? imported?.GetValueOrDefault(import)
            : name is null ? null : FindParameter(location.Query, name);
        if (name is null || value is null) return $"it defines a variable without a value: {Short(name ?? "none")}";
        if (value.Length > MaxLength || name.Length > MaxLength || (variables.Count >= MaxCount && !variables.ContainsKey(name))) return "it defines too many variables, or too long ones";
        variables[name] = value;
        return null;
    }

    private static string? Append(ReadOnlySpan<char> line, Dictionary<string, string> variables, StringBuilder output)
    {
        while (line.IndexOf("{$") is >= 0 and int begin)
        {
            int end = line[begin..].IndexOf('}');
            if (end < 0 || line[(begin + 2)..(begin + end)].ContainsAnyExcept(Names)) break;
            string name = line[(begin + 2)..(begin + end)].ToString();
            if (!variables.TryGetValue(name, out string? value)) return $"it names a variable that is not defined: {Short(name)}";
            output.Append(line[..begin]).Append(value);
            line = line[(begin + end + 1)..];
            if (output.Length > PlaylistLimits.Bytes) return null;
        }

        output.Append(line);
        return null;
    }

    private static string? FindParameter(string query, string name)
    {
        foreach (string pair in query.TrimStart('?').Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Uri.UnescapeDataString(pair[..equals]) == name) return Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return null;
    }

    private static string Short(string name) => name.Length <= 100 ? name : name[..100] + "…";
}
