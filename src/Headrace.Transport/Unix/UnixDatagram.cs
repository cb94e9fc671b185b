using System.Net.Sockets;

namespace Headrace.Transport.Unix;

/// <summary>A single datagram to a socket of this machine (unix(7)).</summary>
public static class UnixDatagram
{
    /// <summary>Sends it. Throws <see cref="SocketException"/> when nobody takes it, <see cref="ArgumentException"/> for an address that cannot be one.</summary>
    /// <param name="address">Path of the socket; one that begins with <c>@</c> is of the abstract namespace.</param>
    /// <param name="datagram">Its bytes.</param>
    public static void Send(string address, ReadOnlySpan<byte> datagram)
    {
        // A zero byte stands for the abstract namespace.
        UnixDomainSocketEndPoint peer = new(address.StartsWith('@') ? $"\0{address[1..]}" : address);
        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(datagram, peer);
    }
}
