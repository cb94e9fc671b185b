using System.Net;

namespace Headrace.Transport.Tcp;

/// <summary>Addresses of peers as people write them.</summary>
public static class PeerAddress
{
    /// <summary>An IPv4 peer of a socket for both families as IPv4: <c>10.0.0.5</c> instead of <c>::ffff:10.0.0.5</c>. Others as they are.</summary>
    public static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>The same, with a port.</summary>
    public static IPEndPoint Unmap(IPEndPoint peer) => peer.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(peer.Address.MapToIPv4(), peer.Port) : peer;
}
