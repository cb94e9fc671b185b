using System.Net;
using System.Net.Sockets;
using Headrace.Transport.Client;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>Where datagrams of a target go, looked up for one run.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Local">Where from: an address of the machine, or any.</param>
/// <param name="IsMulticast">True for a group.</param>
internal sealed record UdpDestination(IPAddress Address, IPAddress Local, bool IsMulticast)
{
    private static readonly UdpSocketOptions SocketOptions = new() { ReceiveBuffer = 64 * 1024 };

    /// <summary>Looks a destination up. Null, and why, where there is none.</summary>
    public static async Task<(UdpDestination? Destination, string? Fault)> FindAsync(ForwardUrl url, UdpTargetOptions options, ForwardContext context, CancellationToken cancellation)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await HostAddresses.FindAsync(url.Host, context.Allows, cancellation).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            return (null, $"{url.Host} is not known: {e.Message}");
        }
        catch (UnauthorizedAccessException e)
        {
            return (null, $"{url.Host}: {e.Message} for targets made through the API (sources)");
        }

        IPAddress address = addresses[0];
        bool isMulticast = HostAddresses.IsMulticast(address);
        if (isMulticast && address.AddressFamily != AddressFamily.InterNetwork) return (null, $"{address} is a group of IPv6; groups of IPv4 are sent to");
        IPAddress any = address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        IPAddress? local = options.Interface is null ? any : HostAddresses.OfInterface(options.Interface);
        return local is null ? (null, $"there is no interface {options.Interface} with an IPv4 address") : (new UdpDestination(address, local, isMulticast), null);
    }

    /// <summary>Opens a socket for it. Throws <see cref="SocketException"/> when it cannot be had.</summary>
    public UdpSocket Open(UdpTargetOptions options)
    {
        UdpSocket socket = UdpSocket.Open(new IPEndPoint(Local, 0), SocketOptions);
        try
        {
            SendBy(socket, options);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens sockets for RTP and RTCP. Throws <see cref="SocketException"/> when they cannot be had.</summary>
    public UdpPair OpenPair(UdpTargetOptions options)
    {
        UdpPair sockets = UdpPair.OpenFirst(Local, 0, 0, SocketOptions);
        try
        {
            SendBy(sockets.Rtp, options);
            SendBy(sockets.Rtcp, options);
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    private void SendBy(UdpSocket socket, UdpTargetOptions options)
    {
        if (IsMulticast) socket.SendMulticastBy(Local, options.TimeToLive);
    }
}
