using System.Net;
using System.Net.Sockets;

namespace Headrace.Transport.Tcp;

/// <summary>Sockets that listen: the same for our own acceptor and for servers that are given one.</summary>
public static class ListenSocket
{
    private const int Backlog = 1024;

    /// <summary>Begins to listen. Throws <see cref="SocketException"/> when the address cannot be had.</summary>
    /// <param name="endPoint">Where; IPv6's any-address takes IPv4 too, and is IPv4's where the machine has no IPv6.</param>
    /// <returns>The socket, which the caller owns.</returns>
    public static Socket Open(IPEndPoint endPoint)
    {
        bool isAny = endPoint.Address.Equals(IPAddress.IPv6Any);
        if (isAny && !Socket.OSSupportsIPv6) endPoint = new IPEndPoint(IPAddress.Any, endPoint.Port);
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = isAny;
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
