using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Headrace.Transport.Udp;

/// <summary>An address and port as a value that can be compared and looked up without allocating: IPv6, with IPv4 mapped into it.</summary>
/// <param name="High">First eight bytes of the IPv6 address, in network order.</param>
/// <param name="Low">Last eight bytes.</param>
/// <param name="Port">The port.</param>
/// <param name="ScopeId">Interface of a link-local IPv6 address, else 0.</param>
public readonly record struct UdpAddress(ulong High, ulong Low, ushort Port, uint ScopeId)
{
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    /// <summary>True for an IPv4 address.</summary>
    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    /// <summary>The address of an endpoint; IPv4 and IPv4 within IPv6 are the same.</summary>
    public static UdpAddress Of(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        IPAddress address = endPoint.AddressFamily == AddressFamily.InterNetwork ? endPoint.Address.MapToIPv6() : endPoint.Address;
        address.TryWriteBytes(bytes, out _);
        return Read(bytes, (ushort)endPoint.Port, (uint)address.ScopeId);
    }

    /// <summary>The same address with another port.</summary>
    public UdpAddress WithPort(int port) => this with { Port = (ushort)port };

    /// <summary>The address as the rest of the platform knows it. Allocates.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPEndPoint(IsIPv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes, ScopeId), Port);
    }

    /// <inheritdoc/>
    public override string ToString() => ToEndPoint().ToString();

    internal static UdpAddress Read(ReadOnlySpan<byte> bytes, ushort port, uint scopeId) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), port, scopeId);

    internal static UdpAddress ReadIPv4(ReadOnlySpan<byte> bytes, ushort port) =>
        new(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes), port, 0);
}
