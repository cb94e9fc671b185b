using Headrace.Server.Importing.Keys;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>Where a path's media comes from.</summary>
internal static class PathSource
{
    private static readonly (string Start, string Why)[] Missing =
    [
        ("redirect", "viewers are not sent elsewhere: name the other server's URL as source, with sourceOnDemand: true"),
        ("rpiCamera", Reasons.NoCamera),
        ("whep", Reasons.NoWebRtc),
        ("moq", Reasons.NoMoq),
        ("unix+", "sockets of Unix are not read; send to udp+mpegts://127.0.0.1:PORT instead"),
        ("rtsp+", "RTSP goes over TCP or TLS as it is, not within HTTP or WebSockets; try rtsp:// or rtsps://"),
        ("rtsps+", "RTSP goes over TCP or TLS as it is, not within HTTP or WebSockets; try rtsp:// or rtsps://"),
    ];

    /// <summary>Translates a source. Without it a stream would be one that anybody may publish: it goes with it.</summary>
    internal static void Translate(ForeignEntry entry)
    {
        if (entry.IsEmpty) return;
        if (entry.Text is not { } source) entry.Record.Lose("one value is expected here");
        else if (Missing.FirstOrDefault(kind => source.StartsWith(kind.Start, StringComparison.Ordinal)).Why is { } why) entry.Record.Lose(why);
        else if (source.Contains("$MTX_QUERY", StringComparison.Ordinal)) entry.Record.Lose("what viewers ask with does not reach the source; name a stream for each question");
        else entry.Set("source", UrlOf(source)).IsEssential = entry.Section.Path.StartsWith(MediaMtxPaths.Key, StringComparison.Ordinal);
    }

    /// <summary>A URL as it is written here: spaces in it, such as those of a passphrase, are encoded.</summary>
    private static string UrlOf(string source)
    {
        if (source.StartsWith("udp://", StringComparison.Ordinal)) source = "udp+mpegts" + source[3..];
        return source.Replace(" ", "%20", StringComparison.Ordinal);
    }
}
