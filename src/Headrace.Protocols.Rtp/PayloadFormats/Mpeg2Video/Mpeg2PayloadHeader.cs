using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mpeg2Video;

/// <summary>
/// What stands before a part of a picture (RFC 2250, 3.4).
/// <code>
/// | 0: 5, T 1 | temporal reference 10 | AN 1, N 1, S 1, B 1, E 1, type 3 | FBV 1, BFC 3, FFV 1, FFC 3 |
/// | … 32 |                                                                 where T is set
/// </code>
/// </summary>
internal static class Mpeg2PayloadHeader
{
    /// <summary>Bytes of the header, and of the one for MPEG-2 that may follow.</summary>
    public const int Length = 4;

    /// <summary>S: a sequence header is in the packet.</summary>
    public const uint HasSequence = 1 << 13;

    /// <summary>B: the packet begins with a slice, or with headers before one.</summary>
    public const uint BeginsSlice = 1 << 12;

    /// <summary>E: the packet ends with a slice.</summary>
    public const uint EndsSlice = 1 << 11;

    private const uint HasMore = 1 << 26;
    private const byte HasExtensions = 0x40;
    private const int ReferenceShift = 16;
    private const int TypeShift = 8;
    private const int BackwardShift = 4;

    /// <summary>Takes the header off a payload. False where it ends before, or extensions stand in the header, which nobody sends.</summary>
    public static bool TrySkip(ref ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= Length) return false;
        bool hasMore = (BinaryPrimitives.ReadUInt32BigEndian(payload) & HasMore) != 0;
        payload = payload[Length..];
        if (!hasMore) return true;
        if (payload.Length <= Length || (payload[0] & HasExtensions) != 0) return false;
        payload = payload[Length..];
        return true;
    }

    /// <summary>What the header says of a picture (ISO/IEC 13818-2, 6.2.3).</summary>
    /// <param name="picture">Its header, behind the start code.</param>
    public static uint Of(ReadOnlySpan<byte> picture)
    {
        if (picture.Length < 4) return 0;
        int reference = BinaryPrimitives.ReadUInt16BigEndian(picture) >> 6;
        int type = picture[1] >> 3 & 7;

        // Behind the delay of 16 bits: forward of P and B, then backward of B.
        int vectors = picture.Length < 5 ? 0 : (picture[3] << 8 | picture[4]) >> 3;
        int forward = type is 2 or 3 ? vectors >> 4 & 0x0F : 0;
        int backward = type is 3 ? vectors & 0x0F : 0;
        return (uint)(reference << ReferenceShift | type << TypeShift | backward << BackwardShift | forward);
    }
}
