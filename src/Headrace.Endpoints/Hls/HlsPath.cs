using System.Globalization;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Hls;

/// <summary>What an URL of HLS or DASH names.</summary>
internal enum HlsResource
{
    /// <summary>The multivariant playlist.</summary>
    Multivariant,

    /// <summary>The MPD of DASH.</summary>
    Manifest,

    /// <summary>The clock that players of DASH set theirs by.</summary>
    Clock,

    /// <summary>A rendition's media playlist.</summary>
    Media,

    /// <summary>An init segment.</summary>
    Init,

    /// <summary>A segment.</summary>
    Segment,

    /// <summary>A segment by the time at which it begins.</summary>
    SegmentAt,

    /// <summary>A part.</summary>
    Part,
}

/// <summary>
/// An URL of HLS or DASH, read: <c>/NAME/index.m3u8</c>, <c>/NAME/ts.m3u8</c>, <c>/NAME/manifest.mpd</c>, <c>/NAME/hls/time</c>, <c>/NAME/hls/RENDITION/index.m3u8</c>, <c>…/INCARNATION-s12.m4s</c>, <c>-p120.m4s</c>, <c>-t180000.m4s</c>,
/// <c>-init0.mp4</c>, <c>-s12.ts</c>.
/// </summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Resource">What of it.</param>
/// <param name="Rendition">Folder of the rendition; empty for what concerns all of them.</param>
/// <param name="Packaging">What the URL asks for; null for the playlist of the stream's own variant.</param>
/// <param name="Incarnation">The incarnation that the URL was made for; empty for playlists.</param>
/// <param name="Number">Number of the init segment, segment or part; of a segment by its time, ticks of the track's clock.</param>
internal readonly record struct HlsPath(string Stream, HlsResource Resource, HlsPackaging? Packaging, string Rendition = "", string Incarnation = "", long Number = 0)
{
    private const string Folder = "/hls/";

    /// <summary>What is asked for of a stream.</summary>
    public HlsPackaging PackagingOf(LiveStream stream) => Packaging ?? HlsPackaging.Of(stream.Options.Hls);

    /// <summary>Reads a request's path; false when it is none of HLS.</summary>
    public static bool TryParse(string path, out HlsPath result)
    {
        result = default;
        int file = path.LastIndexOf('/');
        if (file <= 0) return false;
        ReadOnlySpan<char> name = path.AsSpan(file + 1);
        int folder = path.LastIndexOf(Folder, StringComparison.Ordinal);
        if (folder <= 0)
        {
            if (name is "manifest.mpd" or "index.mpd")
            {
                result = new HlsPath(path[1..file], HlsResource.Manifest, HlsPackaging.Cmaf);
                return true;
            }

            if (name is not ("index.m3u8" or "llhls.m3u8" or "ts.m3u8")) return false;
            result = new HlsPath(path[1..file], HlsResource.Multivariant, name is "ts.m3u8" ? HlsPackaging.Ts : null);
            return true;
        }

        int rendition = folder + Folder.Length;
        if (file < rendition)
        {
            result = new HlsPath(path[1..folder], HlsResource.Clock, null);
            return name is "time";
        }

        result = new HlsPath(path[1..folder], HlsResource.Media, HlsPackaging.OfFolder(path.AsSpan(rendition, file - rendition)), path[rendition..file]);
        return name is "index.m3u8" || TryParseMedia(name, ref result);
    }

    private static bool TryParseMedia(ReadOnlySpan<char> name, ref HlsPath result)
    {
        int dash = name.IndexOf('-');
        int dot = name.LastIndexOf('.');
        if (dash <= 0 || dot < dash) return false;
        ReadOnlySpan<char> number = name[(dash + 1)..dot];
        bool isMap = name[dot..] is ".mp4";
        int prefix = isMap ? "init".Length : 1;
        HlsResource resource = isMap ? HlsResource.Init : number switch { ['s', ..] => HlsResource.Segment, ['t', ..] => HlsResource.SegmentAt, _ => HlsResource.Part };
        if (isMap ? !number.StartsWith("init") : !name[dot..].SequenceEqual(result.Packaging!.SegmentExtension) || !IsPiece(number, result.Packaging)) return false;
        if (!long.TryParse(number[prefix..], NumberStyles.None, CultureInfo.InvariantCulture, out long value)) return false;
        result = result with { Resource = resource, Incarnation = name[..dash].ToString(), Number = value };
        return true;
    }

    private static bool IsPiece(ReadOnlySpan<char> number, HlsPackaging packaging) => number is ['s', ..] || (number is ['p' or 't', ..] && packaging.HasParts);
}
