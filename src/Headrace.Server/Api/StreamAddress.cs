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
        int end = target.IndexOf('?', StringComparison.Ordinal);
        string path = end < 0 ? target : target[..end];
        if (Uri.TryCreate(path, UriKind.Absolute, out Uri? absolute) && !path.StartsWith('/')) path = absolute.AbsolutePath;
        return path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && StreamName.TryParse(Uri.UnescapeDataString(path[prefix.Length..]), out name, out _);
    }
}
