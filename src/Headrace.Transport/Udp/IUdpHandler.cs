using System.Net.Sockets;
using Headrace.Media.Timing;

namespace Headrace.Transport.Udp;

/// <summary>Takes what a socket receives. Called by the socket's one receiving loop; must not throw, and not wait.</summary>
public interface IUdpHandler
{
    /// <summary>Takes a datagram.</summary>
    /// <param name="bytes">Its bytes, valid during the call only.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="now">When the call that received it returned.</param>
    void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now);

    /// <summary>Told of an error that receiving met and goes on after, such as a peer's port that is closed (connected sockets only).</summary>
    void OnError(SocketError error)
    {
    }
}
