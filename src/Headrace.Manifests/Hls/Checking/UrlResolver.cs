namespace Headrace.Manifests.Hls.Checking;

/// <summary>Resolves the URIs of one playlist against its own URL; a URI that cannot be resolved stays as it is.</summary>
internal sealed class UrlResolver
{
    private const int MaxRemembered = 10_000;
    private readonly Uri? _base;
    private readonly Dictionary<string, string> _remembered = [];

    public UrlResolver(string playlistUrl) => Uri.TryCreate(playlistUrl, UriKind.Absolute, out _base);

    public string Resolve(string uri)
    {
        if (_remembered.TryGetValue(uri, out string? known)) return known;
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        string url = _base is not null && Uri.TryCreate(_base, uri, out Uri? resolved) ? resolved.AbsoluteUri : uri;
        _remembered.Add(uri, url);
        return url;
    }

    /// <summary>A URL in the form in which resolved ones are.</summary>
    public static string Normalize(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) ? parsed.AbsoluteUri : url;

    /// <summary>The path of a URI without query, for its extension.</summary>
    public static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> uri)
    {
        int end = uri.IndexOfAny('?', '#');
        return end < 0 ? uri : uri[..end];
    }
}
