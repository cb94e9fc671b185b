using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Headrace.Transport.Udp;

/// <summary>An address as Linux's calls take it: <c>sockaddr_in</c> or <c>sockaddr_in6</c>, whichever the socket is of.</summary>
/// <remarks>
/// <code>
/// sockaddr_in:  family (2, host order), port (2, network order), address (4), zero (8)
/// sockaddr_in6: family (2), port (2), flow (4), address (16), scope (4, host order)
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SocketName
{
    public const int Capacity = 28;
    private const int IPv4Length = 16;
    private const ushort IPv4Family = 2;
    private const ushort IPv6Family = 10;

    private fixed byte _bytes[Capacity];

    /// <summary>Writes an address for a socket of a family; returns the length, 0 where the family cannot reach it.</summary>
    public int Write(in UdpAddress address, AddressFamily family)
    {
        Span<byte> bytes = MemoryMarshal.CreateSpan(ref _bytes[0], Capacity);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], address.Port);
        if (family == AddressFamily.InterNetwork)
        {
            if (!address.IsIPv4) return 0;
            MemoryMarshal.Write(bytes, IPv4Family);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)address.Low);
            bytes[8..IPv4Length].Clear();
            return IPv4Length;
        }

        MemoryMarshal.Write(bytes, IPv6Family);
        bytes[4..8].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], address.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], address.Low);
        MemoryMarshal.Write(bytes[24..], address.ScopeId);
        return Capacity;
    }

    /// <summary>Reads what the kernel wrote.</summary>
    public UdpAddress Read()
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpan(ref _bytes[0], Capacity);
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return MemoryMarshal.Read<ushort>(bytes) == IPv4Family
            ? UdpAddress.ReadIPv4(bytes[4..], port)
            : UdpAddress.Read(bytes[8..], port, MemoryMarshal.Read<uint>(bytes[24..]));
    }
}
