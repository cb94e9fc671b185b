namespace Headrace.Protocols.Rtp.PayloadFormats.Vp8;

/// <summary>
/// What stands before a part of a frame (RFC 7741, 4.2: the VP8 payload descriptor), as far as it matters for putting frames together.
/// <code>
/// | X 1, R 1, N 1, S 1, R 1, PID 3 |
/// | I 1, L 1, T 1, K 1, RSV 4 |                 where X is set
/// | picture: 0 and 7, or 1 and 15 |             where I is set
/// | TL0PICIDX 8 |                               where L is set
/// | TID 2, Y 1, KEYIDX 5 |                      where T or K is set
/// </code>
/// </summary>
/// <param name="Length">Bytes of the descriptor.</param>
/// <param name="BeginsFrame">True for the first packet of a frame: it begins a partition, and that is the first.</param>
internal readonly record struct Vp8PayloadHeader(int Length, bool BeginsFrame)
{
    /// <summary>X: more flags follow.</summary>
    public const byte IsExtended = 0x80;

    /// <summary>S: a partition begins.</summary>
    public const byte BeginsPartition = 0x10;

    /// <summary>I: a picture number follows.</summary>
    public const byte HasPicture = 0x80;

    /// <summary>Set in picture numbers of 15 bits.</summary>
    public const ushort LongPicture = 0x8000;

    private const byte PartitionMask = 0x07;
    private const byte HasLevel = 0x40;
    private const byte HasLayerOrKey = 0x30;

    /// <summary>Reads the descriptor. False when the payload ends within it, or nothing follows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp8PayloadHeader header)
    {
        header = default;
        if (payload.Length < 2) return false;
        int at = 1;
        if ((payload[0] & IsExtended) != 0)
        {
            byte flags = payload[at++];
            if ((flags & HasPicture) != 0)
            {
                if (at >= payload.Length) return false;
                at += (payload[at] & 0x80) != 0 ? 2 : 1;
            }

            if ((flags & HasLevel) != 0) at++;
            if ((flags & HasLayerOrKey) != 0) at++;
        }

        header = new Vp8PayloadHeader(at, (payload[0] & (BeginsPartition | PartitionMask)) == BeginsPartition);
        return at < payload.Length;
    }
}
