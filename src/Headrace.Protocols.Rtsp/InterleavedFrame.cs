using System.Buffers;
using System.Buffers.Binary;

namespace Headrace.Protocols.Rtsp;

/// <summary>
/// A packet of embedded binary data (RFC 2326, 10.12). The payload is a slice of the receive buffer and lives as long as that.
/// <code>
/// +--------+---------+----------------+---------
/// | '$' 24 | channel | length, 2 bytes | payload
/// +--------+---------+----------------+---------
/// </code>
/// </summary>
public readonly record struct InterleavedFrame(byte Channel, ReadOnlySequence<byte> Payload)
{
    /// <summary>The byte that begins every frame.</summary>
    public const byte Marker = (byte)'$';

    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = 4;

    /// <summary>Writes the four bytes before a payload of <paramref name="length"/> bytes.</summary>
    public static void WriteHeader(Span<byte> target, byte channel, int length)
    {
        target[0] = Marker;
        target[1] = channel;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], checked((ushort)length));
    }
}
