using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.Sending;

/// <summary>The four bytes before a packet on an RTSP connection (RFC 2326, 10.12): <c>$</c>, channel, 16 bits of length.</summary>
public static class InterleavedHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 4;

    /// <summary>The first byte.</summary>
    public const byte Magic = (byte)'$';

    /// <summary>Writes the header of a packet of <paramref name="packetLength"/> bytes.</summary>
    public static void Write(Span<byte> destination, byte channel, int packetLength)
    {
        destination[0] = Magic;
        destination[1] = channel;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], checked((ushort)packetLength));
    }
}
