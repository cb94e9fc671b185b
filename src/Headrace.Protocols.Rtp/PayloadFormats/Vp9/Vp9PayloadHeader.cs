namespace Headrace.Protocols.Rtp.PayloadFormats.Vp9;

/// <summary>
/// What stands before a part of a frame (RFC 9628, 4.2: the VP9 payload descriptor), as far as it matters for putting frames together.
/// <code>
/// | I 1 | P 1 | L 1 | F 1 | B 1 | E 1 | V 1 | Z 1 |
/// | picture: 0 and 7, or 1 and 15 |                      where I is set
/// | TID 3, U 1, SID 3, D 1 | TL0PICIDX 8 |               where L is set; TL0PICIDX where F is not
/// | P_DIFF 7, N 1 | up to three times                    where P and F are set
/// | N_S 3, Y 1, G 1, - 3 | width 16, height 16 | …       where V is set
/// </code>
/// </summary>
/// <param name="Length">Bytes of the descriptor.</param>
/// <param name="RefersToOthers">P: the frame refers to pictures before it.</param>
/// <param name="BeginsFrame">B.</param>
/// <param name="EndsFrame">E.</param>
/// <param name="SpatialId">SID: the spatial layer; 0 where it is not said.</param>
internal readonly record struct Vp9PayloadHeader(int Length, bool RefersToOthers, bool BeginsFrame, bool EndsFrame, int SpatialId)
{
    /// <summary>I: a picture number follows.</summary>
    public const byte HasPicture = 0x80;

    /// <summary>P.</summary>
    public const byte Refers = 0x40;

    /// <summary>B.</summary>
    public const byte Begins = 0x08;

    /// <summary>E.</summary>
    public const byte Ends = 0x04;

    /// <summary>V: the structure of layers follows.</summary>
    public const byte HasStructure = 0x02;

    /// <summary>Set in picture numbers of 15 bits.</summary>
    public const ushort LongPicture = 0x8000;

    /// <summary>Y in the structure's first byte: sizes follow.</summary>
    public const byte HasSizes = 0x10;

    private const byte HasLayers = 0x20;
    private const byte IsFlexible = 0x10;
    private const byte HasGroup = 0x08;
    private const int MaxReferences = 3;
    private const int SizeBytes = 4;

    /// <summary>Reads the descriptor. False when the payload ends within it, or nothing follows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp9PayloadHeader header)
    {
        header = default;
        if (payload.IsEmpty) return false;
        byte first = payload[0];
        int at = 1;
        int spatialId = 0;
        if ((first & HasPicture) != 0)
        {
            if (at >= payload.Length) return false;
            at += (payload[at] & 0x80) != 0 ? 2 : 1;
        }

        if ((first & HasLayers) != 0)
        {
            if (at >= payload.Length) return false;
            spatialId = payload[at] >> 1 & 7;
            at += (first & IsFlexible) != 0 ? 1 : 2;
        }

        if ((first & (Refers | IsFlexible)) == (Refers | IsFlexible) && !TrySkipReferences(payload, ref at)) return false;
        if ((first & HasStructure) != 0 && !TrySkipStructure(payload, ref at)) return false;
        header = new Vp9PayloadHeader(at, (first & Refers) != 0, (first & Begins) != 0, (first & Ends) != 0, spatialId);
        return at < payload.Length;
    }

    private static bool TrySkipReferences(ReadOnlySpan<byte> payload, ref int at)
    {
        for (int i = 0; i < MaxReferences; i++)
        {
            if (at >= payload.Length) return false;
            if ((payload[at++] & 1) == 0) return true;
        }

        return (payload[at - 1] & 1) == 0;
    }

    private static bool TrySkipStructure(ReadOnlySpan<byte> payload, ref int at)
    {
        if (at >= payload.Length) return false;
        byte structure = payload[at++];
        if ((structure & HasSizes) != 0) at += ((structure >> 5) + 1) * SizeBytes;
        if ((structure & HasGroup) == 0) return true;
        if (at >= payload.Length) return false;
        for (int pictures = payload[at++]; pictures > 0; pictures--)
        {
            if (at >= payload.Length) return false;
            at += 1 + (payload[at] >> 2 & 3);
        }

        return true;
    }
}
