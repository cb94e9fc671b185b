using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp.Sources;

/// <summary>The socket of a UDP source, and of RTP the one for RTCP beside it, where that can be had.</summary>
internal sealed class UdpSourceSockets : IDisposable
{
    private readonly bool _isMulticast;

    private UdpSourceSockets(UdpSocket media, UdpSocket? control, bool isMulticast) => (Media, Control, _isMulticast) = (media, control, isMulticast);

    /// <summary>For media.</summary>
    public UdpSocket Media { get; }

    /// <summary>For RTCP, or null.</summary>
    public UdpSocket? Control { get; }

    /// <summary>Opens them; throws <see cref="SocketException"/> when the first cannot be had.</summary>
    public static UdpSourceSockets Open(UdpLocation location)
    {
        UdpSocket media = Open(location, location.Port);
        UdpSocket? control = null;
        try
        {
            if (location is { Kind: UdpMediaKind.Rtp, Port: < ushort.MaxValue }) control = Open(location, location.Port + 1);
        }
        catch (SocketException)
        {
            // Media is received all the same; reports may come with it (RFC 5761).
        }

        return new UdpSourceSockets(media, control, location.IsMulticast);
    }

    /// <summary>Sends a report to who sent one; to nobody where a group is listened to, which others may do as well.</summary>
    public void Report(ReadOnlySpan<byte> report, in RtcpTarget to)
    {
        if (!_isMulticast) (to.IsMuxed ? Media : Control ?? Media).Send(report, to.Address);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Media.Dispose();
        Control?.Dispose();
    }

    private static UdpSocket Open(UdpLocation location, int port)
    {
        // Bound to the group: what is sent to others on the same port stays theirs.
        UdpSocket socket = UdpSocket.Open(new IPEndPoint(location.Address, port), new UdpSocketOptions { IsShared = location.IsMulticast });
        try
        {
            if (location.IsMulticast) Join(socket, location);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Join(UdpSocket socket, UdpLocation location)
    {
        NetworkInterface? named = location.Interface is null ? null : Array.Find(NetworkInterface.GetAllNetworkInterfaces(), one => one.Name == location.Interface);
        if (location.Interface is not null && named is null) throw new SocketException((int)SocketError.AddressNotAvailable, $"there is no interface {location.Interface}");
        if (location.Address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.Join(location.Address, named?.GetIPProperties().GetIPv6Properties().Index ?? 0);
            return;
        }

        IPAddress? at = location.LocalAddress
            ?? named?.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address).FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
        if (location.Source is { } source) socket.Join(location.Address, source, at);
        else socket.Join(location.Address, at);
    }
}
