using System.Buffers.Binary;
using Headrace.Media.Buffers;

namespace Headrace.Media.Timeline;

/// <summary>
/// Tells payloads apart without keeping them: by their length and by bytes at their beginning, middle and end. Frames of sound at a constant bit rate all have one length.
/// </summary>
internal static class PayloadMark
{
    private const ulong Mixer = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The mark of a payload; 0 of an empty one.</summary>
    public static ulong Of(MediaBuffer payload)
    {
        int length = payload.Length;
        if (length < sizeof(ulong)) return (ulong)length;
        ReadOnlySpan<byte> bytes = payload.Span;
        ulong mark = (ulong)length;
        mark = (mark ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Mixer;
        mark = (mark ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[((length - sizeof(ulong)) / 2)..])) * Mixer;
        return (mark ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..])) * Mixer;
    }
}
