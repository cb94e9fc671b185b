namespace Headrace.Protocols.Rtp.PayloadFormats.MpegAudio;

/// <summary>
/// The header before the frames of a packet (RFC 2250, 3.5).
/// <code>
/// | must be zero 16 | offset of this fragment within its frame 16 |
/// </code>
/// </summary>
internal static class MpegAudioPayload
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 4;

    /// <summary>Where the offset stands.</summary>
    public const int OffsetAt = 2;
}
