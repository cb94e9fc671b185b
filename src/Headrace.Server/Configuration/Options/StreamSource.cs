using System.Diagnostics.CodeAnalysis;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.Http;
using Headrace.Endpoints.RawRtp.Sources;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Protocols.Srt;

namespace Headrace.Server.Configuration.Options;

/// <summary>Where a stream's media comes from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Rtsp">What is pulled, for <see cref="StreamSourceKind.Rtsp"/>.</param>
/// <param name="Udp">What is listened to, for <see cref="StreamSourceKind.Udp"/>.</param>
/// <param name="Srt">What is called, or calls, for <see cref="StreamSourceKind.Srt"/>.</param>
/// <param name="Rtmp">What is played and published again, for <see cref="StreamSourceKind.Rtmp"/>.</param>
/// <param name="Http">What is fetched, for <see cref="StreamSourceKind.Hls"/> and <see cref="StreamSourceKind.Http"/>.</param>
/// <param name="File">The path of what is played, for <see cref="StreamSourceKind.File"/>.</param>
internal sealed record StreamSource(StreamSourceKind Kind, RtspLocation? Rtsp = null, UdpLocation? Udp = null, SrtLocation? Srt = null, RtmpLocation? Rtmp = null, HttpLocation? Http = null, string? File = null)
{
    private const string PublisherText = "publisher";
    private const string TestText = "test:";
    private const string FfmpegText = "ffmpeg:";
    private const string FileText = "file:";

    /// <summary>Reads <c>publisher</c>, an RTSP, RTMP or SRT URL, one of HTTP, a UDP one, <c>file:</c> with a path, <c>test:</c> or <c>ffmpeg:</c>; the latter two without their colon too, which YAML wants quotes around.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out StreamSource? source)
    {
        source = text switch
        {
            TestText or "test" => new StreamSource(StreamSourceKind.Test),
            FfmpegText or "ffmpeg" => new StreamSource(StreamSourceKind.Ffmpeg),
            PublisherText => new StreamSource(StreamSourceKind.Publisher),
            _ when text.StartsWith(FileText, StringComparison.Ordinal) => PathOf(text) is { } path ? new StreamSource(StreamSourceKind.File, File: path) : null,
            _ when UdpLocation.TryParse(text, out UdpLocation? udp) => new StreamSource(StreamSourceKind.Udp, Udp: udp),
            _ when SrtLocation.TryParse(text, out SrtLocation? other, out _) => new StreamSource(StreamSourceKind.Srt, Srt: other),
            _ when RtmpLocation.TryParse(text, out RtmpLocation? server) => new StreamSource(StreamSourceKind.Rtmp, Rtmp: server),
            _ when HttpLocation.TryParse(text, out HttpLocation? page) => new StreamSource(HlsSource.IsPlaylist(page.Url) ? StreamSourceKind.Hls : StreamSourceKind.Http, Http: page),
            _ => RtspLocation.TryParse(text, out RtspLocation? location) ? new StreamSource(StreamSourceKind.Rtsp, location) : null,
        };
        return source is not null;
    }

    /// <summary>What is wrong with a source that cannot be read, as a clause for people without secrets; null where it is not known.</summary>
    internal static string? WhyNot(string text) =>
        text.TrimStart().StartsWith(SrtLocation.Start, StringComparison.OrdinalIgnoreCase) && !SrtLocation.TryParse(text, out _, out string? fault) ? fault : null;

    /// <summary>The source as it was written, its credentials included.</summary>
    internal string ToConfiguration()
    {
        if (Srt is not null) return Srt.Text;
        if (Rtmp is not null) return Rtmp.Text;
        if (Http is not null) return Http.Text;
        if (Rtsp is null) return ToString();
        string url = Rtsp.Url.ToString();
        if (Rtsp.Credentials is not { } known) return url;
        int host = url.IndexOf("://", StringComparison.Ordinal) + 3;
        return $"{url[..host]}{Uri.EscapeDataString(known.User)}:{Uri.EscapeDataString(known.Password)}@{url[host..]}";
    }

    /// <summary>The source as it may be shown: without credentials, and without the query, which may hold a token.</summary>
    public override string ToString() => Kind switch
    {
        StreamSourceKind.Test => TestText,
        StreamSourceKind.Ffmpeg => FfmpegText,
        StreamSourceKind.Udp => Udp!.ToString(),
        StreamSourceKind.Rtsp => Rtsp!.ToString(),
        StreamSourceKind.Srt => Srt!.ToString(),
        StreamSourceKind.Rtmp => Rtmp!.ToString(),
        StreamSourceKind.Hls or StreamSourceKind.Http => Http!.ToString(),
        StreamSourceKind.File => FileText + File,
        _ => PublisherText,
    };

    // file:name, file:/path and file:///path; percent-encoded only where it is a URL with an authority.
    private static string? PathOf(string text)
    {
        string path = text[FileText.Length..];
        if (path.StartsWith("///", StringComparison.Ordinal)) path = Uri.UnescapeDataString(path[2..]);
        return path.Length == 0 || path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal) ? null : path;
    }
}
