namespace Headrace.Transport.Udp;

/// <summary>How a UDP socket is opened.</summary>
public sealed record UdpSocketOptions
{
    /// <summary>
    /// Bytes of datagrams that may wait to be received: what a group of cameras sends while a thread does not get to run. The kernel gives
    /// less where <c>net.core.rmem_max</c> is smaller, unless the process is privileged; <see cref="UdpSocket.ReceiveBufferBytes"/> says what it gave.
    /// </summary>
    public int ReceiveBuffer { get; init; } = 4 * 1024 * 1024;

    /// <summary>The same for datagrams that wait to be sent.</summary>
    public int SendBuffer { get; init; } = 4 * 1024 * 1024;

    /// <summary>True where several sockets may have the address: receivers of a multicast group on one machine.</summary>
    public bool IsShared { get; init; }

    /// <summary>False: one call a datagram, as on systems other than Linux.</summary>
    public bool UsesBatches { get; init; } = OperatingSystem.IsLinux();
}
