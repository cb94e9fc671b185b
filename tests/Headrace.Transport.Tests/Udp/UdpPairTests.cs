using System.Net;
using System.Net.Sockets;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Tests.Udp;

public sealed class UdpPairTests
{
    [Fact]
    public void PairOfTheSystemsChoiceIsEvenAndOdd()
    {
        using UdpPair pair = UdpPair.OpenFirst(IPAddress.Loopback, 0, 0);
        Assert.Equal(0, pair.Rtp.LocalEndPoint.Port % 2);
        Assert.Equal(pair.Rtp.LocalEndPoint.Port + 1, pair.Rtcp.LocalEndPoint.Port);
    }

    [Fact]
    public void FirstFreePairOfARangeIsTaken()
    {
        using UdpPair first = UdpPair.OpenFirst(IPAddress.Loopback, 0, 0);
        int port = first.Rtp.LocalEndPoint.Port;
        using UdpPair second = UdpPair.OpenFirst(IPAddress.Loopback, port - 1, port + 400);
        Assert.True(second.Rtp.LocalEndPoint.Port > port && second.Rtp.LocalEndPoint.Port % 2 == 0);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => UdpPair.OpenFirst(IPAddress.Loopback, port, port + 1)).SocketErrorCode);
    }

    [Fact]
    public void PairOfWhichOnePortIsTakenLeavesNothingOpen()
    {
        int port;
        using (UdpPair free = UdpPair.OpenFirst(IPAddress.Loopback, 0, 0)) port = free.Rtp.LocalEndPoint.Port;
        using (UdpSocket taken = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, port + 1)))
            Assert.Throws<SocketException>(() => UdpPair.Open(IPAddress.Loopback, port, port + 1));
        using UdpPair again = UdpPair.Open(IPAddress.Loopback, port, port + 1);
        Assert.Equal(port, again.Rtp.LocalEndPoint.Port);
    }
}
