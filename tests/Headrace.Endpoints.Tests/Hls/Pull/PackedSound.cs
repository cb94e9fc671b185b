using System.Buffers.Binary;

namespace Headrace.Endpoints.Tests.Hls.Pull;

/// <summary>Segments of packed audio (RFC 8216, 3.4) of our own making: AAC of 48 kHz whose frames are random.</summary>
internal static class PackedSound
{
    public const int FrameTicks = 1920;

    private const int FrameBytes = 200;

    /// <summary>A segment whose first frame has a time of 90 kHz; without one where it is negative.</summary>
    public static byte[] Make(long time, int frames)
    {
        Random random = new(5);
        List<byte> bytes = [];
        if (time >= 0) bytes.AddRange(Tag(time));
        for (int i = 0; i < frames; i++)
        {
            byte[] frame = new byte[FrameBytes];
            random.NextBytes(frame);

            // ISO/IEC 13818-7, 6.2: LC, 48 kHz, two channels, no checksum.
            byte[] header = [0xFF, 0xF1, 0x4C, 0x80 | (FrameBytes >> 11), (FrameBytes >> 3) & 0xFF, ((FrameBytes & 7) << 5) | 0x1F, 0xFC];
            header.CopyTo(frame, 0);
            bytes.AddRange(frame);
        }

        return [.. bytes];
    }

    private static byte[] Tag(long time)
    {
        byte[] stamp = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(stamp, time & ((1L << 33) - 1));
        byte[] body = [.. "com.apple.streaming.transportStreamTimestamp\0"u8, .. stamp];
        byte[] frame = [.. "PRIV"u8, 0, 0, 0, (byte)body.Length, 0, 0, .. body];
        return [.. "ID3"u8, 4, 0, 0, 0, 0, 0, (byte)frame.Length, .. frame];
    }
}
