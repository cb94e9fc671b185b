using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mjpeg;

/// <summary>
/// What stands before a part of a picture (RFC 2435, 3.1).
/// <code>
/// | type-specific 8 | fragment offset 24 | type 8 | Q 8 | width in blocks 8 | height in blocks 8 |
/// | restart interval 16 | F 1, L 1, count 14 |                     where the type is 64 to 127
/// | 0: 8 | precision 8 | length 16 | tables |                       where Q is 128 or more and the offset 0
/// </code>
/// </summary>
/// <param name="Offset">Where in the coded data the part lies.</param>
/// <param name="Type">0 for 4:2:2, 1 for 4:2:0; 64 more where there are restart markers.</param>
/// <param name="Quality">Q.</param>
/// <param name="Width">Width in pixels; 0 for one that the format cannot say.</param>
/// <param name="Height">Height in pixels; 0 for one that the format cannot say.</param>
internal readonly record struct MjpegPayloadHeader(int Offset, byte Type, byte Quality, int Width, int Height)
{
    /// <summary>Bytes of the main header.</summary>
    public const int Length = 8;

    /// <summary>Bytes of the header of restart markers.</summary>
    public const int RestartLength = 4;

    /// <summary>Bytes before quantisation tables.</summary>
    public const int TablesHeaderLength = 4;

    /// <summary>Width and height are counted in blocks of so many pixels.</summary>
    public const int Block = 8;

    /// <summary>Greatest width and height.</summary>
    public const int MaxSide = 255 * Block;

    /// <summary>Greatest offset.</summary>
    public const int MaxOffset = 0xFF_FFFF;

    /// <summary>Added to the type of pictures with restart markers.</summary>
    public const byte HasRestartMarkers = 64;

    /// <summary>The least Q whose tables are in the packets.</summary>
    public const byte FirstSentQuality = 128;

    /// <summary>Q of pictures each of which has its tables with it.</summary>
    public const byte OwnQuality = 255;

    /// <summary>F, L and count where parts are not cut at restart markers (3.1.7).</summary>
    public const ushort WholePicture = 0xFFFF;

    /// <summary>Reads the main header. False where the payload ends before it does.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out MjpegPayloadHeader header)
    {
        header = default;
        if (payload.Length <= Length) return false;
        int offset = BinaryPrimitives.ReadInt32BigEndian(payload) & MaxOffset;
        header = new MjpegPayloadHeader(offset, payload[4], payload[5], payload[6] * Block, payload[7] * Block);
        return true;
    }

    /// <summary>Writes the main header, type-specific byte 0: no fields.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, Offset);
        destination[4] = Type;
        destination[5] = Quality;
        destination[6] = (byte)((Width + Block - 1) / Block);
        destination[7] = (byte)((Height + Block - 1) / Block);
    }
}
