using System.Diagnostics.CodeAnalysis;

namespace Headrace.Manifests.Hls.Client;

/// <summary>What a playlist names, as what is asked for.</summary>
internal static class ClientUris
{
    /// <summary>Characters of a URI; longer ones are refused.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>Resolves a URI against the playlist's own (RFC 3986, 5). False where it is too long or not <c>http</c> or <c>https</c>.</summary>
    public static bool TryResolve(Uri playlist, string written, [NotNullWhen(true)] out Uri? location)
    {
        location = null;
        return written.Length is > 0 and <= MaxLength
            && Uri.TryCreate(playlist, written, out location)
            && (location.Scheme == Uri.UriSchemeHttp || location.Scheme == Uri.UriSchemeHttps);
    }

    /// <summary>A URI with directives behind its query (RFC 8216bis, 6.2.5).</summary>
    public static Uri WithQuery(Uri location, string query)
    {
        UriBuilder builder = new(location);
        builder.Query = builder.Query.Length > 1 ? builder.Query[1..] + "&" + query : query;
        return builder.Uri;
    }

    /// <summary>The name of a file without its folders and query: what stays the same where a server signs its addresses anew each time.</summary>
    public static ReadOnlySpan<char> NameOf(string written)
    {
        ReadOnlySpan<char> path = written;
        int end = path.IndexOfAny('?', '#');
        if (end >= 0) path = path[..end];
        return path[(path.LastIndexOf('/') + 1)..];
    }
}
