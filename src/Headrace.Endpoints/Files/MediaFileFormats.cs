using System.Collections.Immutable;
using System.Text;
using Headrace.Containers.MpegTs;
using Headrace.Endpoints.Flv;
using Headrace.Endpoints.MpegTs;

namespace Headrace.Endpoints.Files;

/// <summary>The containers that are read, and how one is told from another: by its bytes, and only where they do not tell by what it is called.</summary>
internal static class MediaFileFormats
{
    /// <summary>So many of the first bytes tell.</summary>
    public const int SniffLength = 1024;

    private const int MinSniffLength = 8;
    private const int Strides = 4;

    /// <summary>MP4, also in fragments.</summary>
    public static MediaFileFormat Mp4 { get; } = new(
        "MP4", [".mp4", ".m4v", ".m4a", ".mov", ".m4s"], ["video/mp4", "audio/mp4", "video/quicktime", "video/iso.segment"], LooksLikeMp4, (sink, pool) => new Mp4UnitFeed(sink, pool));

    /// <summary>MPEG-TS.</summary>
    public static MediaFileFormat Ts { get; } = new("MPEG-TS", [".ts", ".m2ts", ".mts"], ["video/mp2t"], LooksLikeTs, (sink, pool) => new TsUnitFeed(sink, pool))
    {
        LiveFactory = static (streams, session, start, logger) => new TsPublisher(new TsPublisherOptions(), streams, session, start, logger),
    };

    /// <summary>FLV.</summary>
    public static MediaFileFormat Flv { get; } = new("FLV", [".flv"], ["video/x-flv"], static bytes => bytes.Span.StartsWith("FLV"u8), (sink, pool) => new FlvUnitFeed(sink, pool))
    {
        LiveFactory = static (streams, session, start, logger) => new FlvPublisher(streams, session, start, logger),
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<MediaFileFormat> All { get; } = [Mp4, Ts, Flv];

    /// <summary>The container of a name, by its ending; null where that says nothing.</summary>
    private static MediaFileFormat? OfName(string path) => All.FirstOrDefault(format => format.Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The container that some first bytes look like; null where they do not tell, or not yet.</summary>
    public static MediaFileFormat? OfBytes(ReadOnlyMemory<byte> first) => All.FirstOrDefault(format => format.LooksLike(first));

    /// <summary>The container of what begins with some bytes. Null, and why, where it is none that is read here.</summary>
    /// <param name="first">Its first bytes: <see cref="SniffLength"/>, or all.</param>
    /// <param name="path">What it is called.</param>
    /// <param name="contentType">What a server says that it is; null where none does.</param>
    /// <param name="fault">Why it is none.</param>
    public static MediaFileFormat? Find(ReadOnlyMemory<byte> first, string path, string? contentType, out string? fault)
    {
        fault = null;
        if (OfBytes(first) is { } format) return format;

        string start = Encoding.Latin1.GetString(first.Span[..Math.Min(first.Length, 16)]);
        if (start.StartsWith("#EXTM3U", StringComparison.Ordinal)) fault = "it is a playlist of HLS: its URL must end in .m3u8";
        else if (start.StartsWith("<?xml", StringComparison.Ordinal) || start.StartsWith('<')) fault = "it is a page or a document, and no media; name the address of the media itself";
        else if (first.Length < MinSniffLength) fault = first.Length == 0 ? "it is empty" : $"it has {first.Length} bytes, which are no media";
        if (fault is not null) return null;
        MediaFileFormat? named = OfName(path) ?? All.FirstOrDefault(format => format.ContentTypes.Contains(contentType ?? "", StringComparer.OrdinalIgnoreCase));
        if (named is null) fault = $"what it is cannot be told: {string.Join(", ", All.Select(static format => format.Name))} are read; look whether media lies there";
        return named;
    }

    // ISO/IEC 14496-12, 4.3: files begin with ftyp; older ones, and segments, with others.
    private static bool LooksLikeMp4(ReadOnlyMemory<byte> bytes) =>
        bytes.Length >= MinSniffLength && Encoding.Latin1.GetString(bytes.Span.Slice(4, 4)) is "ftyp" or "styp" or "moov" or "moof" or "mdat" or "free" or "skip" or "wide" or "sidx" or "pnot";

    private static bool LooksLikeTs(ReadOnlyMemory<byte> bytes)
    {
        foreach (int stride in (ReadOnlySpan<int>)[TsPacket.Size, TsPacket.Size + 4, TsPacket.Size + 16])
        {
            for (int at = 0; at < stride && at + (stride * (Strides - 1)) < bytes.Length; at++)
            {
                bool isSync = true;
                for (int i = 0; isSync && i < Strides; i++) isSync = bytes.Span[at + (i * stride)] == TsPacket.SyncByte;
                if (isSync) return true;
            }
        }

        return bytes.Length is >= TsPacket.Size and < Strides * TsPacket.Size && bytes.Span[0] == TsPacket.SyncByte;
    }
}
