using System.Globalization;

namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Headers and status codes.</summary>
internal static class ResponseRules
{
    private static readonly string[] PlaylistTypes = ["application/vnd.apple.mpegurl", "audio/mpegurl"];

    /// <summary>A playlist's type and encoding (4; Apple authoring, 10).</summary>
    public static void CheckPlaylist(ResponseHeaders headers, string url, Reporter reporter)
    {
        string type = (headers.ContentType ?? "").Split(';')[0].Trim();
        bool isTyped = PlaylistTypes.Contains(type, StringComparer.OrdinalIgnoreCase);
        ReadOnlySpan<char> path = UrlResolver.PathOf(url);
        bool isNamed = path.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".m3u", StringComparison.OrdinalIgnoreCase);
        if (!isTyped && !isNamed) reporter.Report(Rules.PlaylistTypeUnknown, $"neither its path nor its type '{type}' says that it is a playlist");
        else if (!isTyped) reporter.Report(Rules.PlaylistContentType, $"its type is '{type}'");
        if (headers.ContentEncoding is null or "" or "identity")
        {
            reporter.Report(Rules.PlaylistNotCompressed, "a playlist that is not compressed, though gzip was accepted");
        }
    }

    /// <summary>How long caches may keep a live playlist asked for without directives: it is renewed within 1.5 target durations.</summary>
    public static void CheckPlaylistCaching(ResponseHeaders headers, RequestTarget target, MediaPlaylist playlist, Reporter reporter)
    {
        if (playlist.IsEnded || target.MediaSequence is not null) return;
        if (MaxAge(headers.CacheControl) is { } age && age > Math.Max(playlist.TargetDuration, 1))
        {
            reporter.Report(Rules.PlaylistCachedTooLong, $"caches may keep a live playlist {age} s, TARGETDURATION is {playlist.TargetDuration}");
        }
    }

    /// <summary>Segments, parts and initialization sections never change: caches should be allowed to keep them.</summary>
    public static void CheckMedia(ResponseHeaders headers, Reporter reporter)
    {
        string control = headers.CacheControl ?? "";
        bool isForbidden = control.Contains("no-store", StringComparison.OrdinalIgnoreCase)
            || control.Contains("no-cache", StringComparison.OrdinalIgnoreCase)
            || MaxAge(control) == 0;
        if (isForbidden) reporter.Report(Rules.MediaNotCacheable, $"Cache-Control: {control}");
    }

    private static long? MaxAge(string? cacheControl)
    {
        const string Name = "max-age=";
        int at = cacheControl?.IndexOf(Name, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0) return null;
        ReadOnlySpan<char> rest = cacheControl.AsSpan(at + Name.Length);
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long age) ? age : null;
    }
}
