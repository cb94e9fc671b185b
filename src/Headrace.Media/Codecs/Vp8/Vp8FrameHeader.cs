using System.Buffers.Binary;

namespace Headrace.Media.Codecs.Vp8;

/// <summary>
/// The beginning of a frame (RFC 6386, 9.1), least byte first.
/// <code>
/// | key 1 (0: it is one), version 3, shown 1, bytes of the first partition 19 |  of key frames also: | 9D 01 2A | width 14, scale 2 | height 14, scale 2 |
/// </code>
/// </summary>
/// <param name="IsKey">True for a key frame: decoding may begin with it.</param>
/// <param name="Version">Which reconstruction and loop filters it needs, 0 to 3.</param>
/// <param name="IsShown">True when the picture is shown.</param>
/// <param name="Width">Width in pixels; 0 unless it is a key frame.</param>
/// <param name="Height">Height in pixels; 0 unless it is a key frame.</param>
public readonly record struct Vp8FrameHeader(bool IsKey, int Version, bool IsShown, int Width, int Height)
{
    private const int TagLength = 3;
    private const int KeyLength = 10;
    private const int MaxVersion = 3;
    private const int SizeMask = 0x3FFF;

    private static ReadOnlySpan<byte> StartCode => [0x9D, 0x01, 0x2A];

    /// <summary>Reads the header of a frame. False when it is none, or ends too early.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out Vp8FrameHeader header)
    {
        header = default;
        if (frame.Length < TagLength) return false;
        bool isKey = (frame[0] & 1) == 0;
        int version = frame[0] >> 1 & 7;
        bool isShown = (frame[0] & 0x10) != 0;
        if (version > MaxVersion) return false;
        if (!isKey)
        {
            header = new Vp8FrameHeader(false, version, isShown, 0, 0);
            return true;
        }

        if (frame.Length < KeyLength || !frame[TagLength..].StartsWith(StartCode)) return false;
        int width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & SizeMask;
        int height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & SizeMask;
        header = new Vp8FrameHeader(true, version, isShown, width, height);
        return width > 0 && height > 0;
    }
}
