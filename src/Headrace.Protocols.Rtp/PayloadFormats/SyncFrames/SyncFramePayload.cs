namespace Headrace.Protocols.Rtp.PayloadFormats.SyncFrames;

/// <summary>
/// The header before the frames of a packet (RFC 4184, 4.1.1; RFC 4598, 4.1.1, which keeps one bit of the type).
/// <code>
/// | must be zero 6 | frame type 2 | number of frames, or of fragments of this frame 8 |
/// </code>
/// </summary>
internal static class SyncFramePayload
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 2;

    /// <summary>Bits of the type.</summary>
    public const byte TypeMask = 3;

    /// <summary>Whole frames.</summary>
    public const byte WholeFrames = 0;

    /// <summary>The first fragment of a frame of AC-3, with five eighths of it or more; any fragment of one of E-AC-3.</summary>
    public const byte FirstFragment = 1;

    /// <summary>The first fragment of a frame of AC-3, with less than five eighths of it.</summary>
    public const byte ShortFirstFragment = 2;

    /// <summary>Another fragment of a frame of AC-3.</summary>
    public const byte OtherFragment = 3;

    /// <summary>Greatest number that the header can say.</summary>
    public const int MaxCount = byte.MaxValue;
}
