using System.Net;
using System.Net.Sockets;

namespace Headrace.Transport.Udp;

/// <summary>Two sockets for RTP and RTCP on neighbouring ports, the first one even (RFC 3550, 11).</summary>
public sealed class UdpPair : IDisposable
{
    /// <summary>Ports of the system's choice that are tried until the one is even and the next one free.</summary>
    private const int MaxTries = 200;

    private UdpPair(UdpSocket rtp, UdpSocket rtcp)
    {
        Rtp = rtp;
        Rtcp = rtcp;
    }

    /// <summary>For RTP.</summary>
    public UdpSocket Rtp { get; }

    /// <summary>For RTCP.</summary>
    public UdpSocket Rtcp { get; }

    /// <summary>Opens two given ports. Throws <see cref="SocketException"/> when one cannot be had.</summary>
    public static UdpPair Open(IPAddress local, int rtpPort, int rtcpPort, UdpSocketOptions? options = null)
    {
        UdpSocket rtp = UdpSocket.Open(new IPEndPoint(local, rtpPort), options);
        try
        {
            return new UdpPair(rtp, UdpSocket.Open(new IPEndPoint(local, rtcpPort), options));
        }
        catch
        {
            rtp.Dispose();
            throw;
        }
    }

    /// <summary>Opens the first pair that is free between two ports; 0 for both lets the system choose. Throws <see cref="SocketException"/> when none is.</summary>
    public static UdpPair OpenFirst(IPAddress local, int firstPort, int lastPort, UdpSocketOptions? options = null)
    {
        if (firstPort == 0) return OpenAny(local, options);
        for (int port = firstPort + firstPort % 2; port < lastPort; port += 2)
        {
            if (TryOpen(local, port, port + 1, options) is { } pair) return pair;
        }

        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rtp.Dispose();
        Rtcp.Dispose();
    }

    private static UdpPair OpenAny(IPAddress local, UdpSocketOptions? options)
    {
        for (int i = 0; i < MaxTries; i++)
        {
            int port;
            using (UdpSocket probe = UdpSocket.Open(new IPEndPoint(local, 0), options)) port = probe.LocalEndPoint.Port & ~1;
            if (TryOpen(local, port, port + 1, options) is { } pair) return pair;
        }

        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    private static UdpPair? TryOpen(IPAddress local, int rtpPort, int rtcpPort, UdpSocketOptions? options)
    {
        try
        {
            return Open(local, rtpPort, rtcpPort, options);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return null;
        }
    }
}
