using System.Diagnostics.CodeAnalysis;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Api;

/// <summary>
/// A stream's name in an address of the API: percent-encoded (<c>site%2Fcam1</c>) or with bare slashes. It is read from the request target as it came, so that
/// each escape is decoded once.
/// </summary>
internal static class StreamAddress
{
    /// <summary>Reads what follows <paramref name="prefix"/> in a request target; false when it is no stream's name.</summary>
    internal static bool TryRead(string target, string prefix, [NotNullWhen(true)] out StreamName? name)
    {
        name = null;
        return Tail(target, prefix) is { } tail && StreamName.TryParse(Uri.UnescapeDataString(tail), out name, out _);
    }

    /// <summary>The same, where one of <paramref name="words"/> may follow the name: no stream's name ends with one of them.</summary>
    internal static bool TryRead(string target, string prefix, ReadOnlySpan<string> words, [NotNullWhen(true)] out StreamName? name, out string word)
    {
        name = null;
        word = "";
        if (Tail(target, prefix) is not { } tail) return false;
        foreach (string candidate in words)
        {
            if (!tail.EndsWith("/" + candidate, StringComparison.OrdinalIgnoreCase)) continue;
            word = candidate;
            tail = tail[..^(candidate.Length + 1)];
            break;
        }

        return StreamName.TryParse(Uri.UnescapeDataString(tail), out name, out _);
    }

    private static string? Tail(string target, string prefix)
    {
        int end = target.IndexOf('?', StringComparison.Ordinal);
        string path = end < 0 ? target : target[..end];
        if (Uri.TryCreate(path, UriKind.Absolute, out Uri? absolute) && !path.StartsWith('/')) path = absolute.AbsolutePath;
        return path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? path[prefix.Length..] : null;
    }
}
