namespace Headrace.Containers.Flv;

/// <summary>
/// What a file or a stream of FLV begins with (FLV 10.1, E.2), and the length of 0 before the first tag.
/// <code>
/// | "FLV" | version 1 | 00000, audio 1, 0, video 1 | length 32: 9 | 0: 32 |
/// </code>
/// </summary>
public static class FlvFileHeader
{
    /// <summary>Bytes of the header, and the length behind it.</summary>
    public const int Length = 13;

    /// <summary>Bytes of a tag before its body.</summary>
    public const int TagHeaderLength = 11;

    private const byte Audio = 4;
    private const byte Video = 1;

    /// <summary>Writes it.</summary>
    public static byte[] Write(bool hasVideo, bool hasAudio) =>
        [(byte)'F', (byte)'L', (byte)'V', 1, (byte)((hasVideo ? Video : 0) | (hasAudio ? Audio : 0)), 0, 0, 0, 9, 0, 0, 0, 0];
}
