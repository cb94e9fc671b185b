namespace Headrace.Endpoints.Hls.Pull;

/// <summary>What multivariant playlists call the codecs that are read out of segments (RFC 6381): the names' first parts.</summary>
internal static class CodecNames
{
    // mp4a.40 is AAC and MPEG audio, .69 and .6B are MPEG audio, .A5 and .A6 are AC-3 and E-AC-3.
    private static readonly string[] Carried =
        ["avc1", "avc3", "hvc1", "hev1", "av01", "vp09", "mp4a.40", "mp4a.69", "mp4a.6b", "mp4a.a5", "mp4a.a6", "mp3", "ac-3", "ec-3", "opus"];

    /// <summary>Whether a codec is read here.</summary>
    public static bool IsCarried(string name) => Array.Exists(Carried, known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (name.Length == known.Length || name[known.Length] == '.'));
}
