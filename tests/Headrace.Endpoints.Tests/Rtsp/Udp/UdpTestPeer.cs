using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

/// <summary>A peer's pair of ports for one track: sends to the server's, and keeps what comes from there.</summary>
internal sealed partial class UdpTestPeer : IDisposable
{
    private readonly UdpPair _pair;
    private readonly UdpTestKeeper _packets = new();
    private readonly UdpTestKeeper _reports = new();

    public UdpTestPeer(IPAddress? local = null)
        : this(UdpPair.OpenFirst(local ?? IPAddress.Loopback, 0, 0))
    {
    }

    private UdpTestPeer(UdpPair pair)
    {
        _pair = pair;
        _ = _pair.Rtp.ReceiveAsync(_packets, TimeProvider.System);
        _ = _pair.Rtcp.ReceiveAsync(_reports, TimeProvider.System);
    }

    /// <summary>Two peers whose four ports follow each other.</summary>
    public static (UdpTestPeer First, UdpTestPeer Second) Neighbours()
    {
        while (true)
        {
            UdpPair first = UdpPair.OpenFirst(IPAddress.Loopback, 0, 0);
            try
            {
                return (new UdpTestPeer(first), new UdpTestPeer(UdpPair.Open(IPAddress.Loopback, first.Rtp.LocalEndPoint.Port + 2, first.Rtp.LocalEndPoint.Port + 3)));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                first.Dispose();
            }
        }
    }

    public ConcurrentQueue<byte[]> Packets => _packets.Kept;

    public ConcurrentQueue<byte[]> Reports => _reports.Kept;

    public int Port => _pair.Rtp.LocalEndPoint.Port;

    /// <summary>What it asks for in SETUP.</summary>
    public string Transport => string.Create(CultureInfo.InvariantCulture, $"RTP/AVP;unicast;client_port={Port}-{Port + 1}");

    public IPEndPoint? ServerRtp { get; private set; }

    public IPEndPoint? ServerRtcp { get; private set; }

    /// <summary>Reads the server's ports from its answer to SETUP.</summary>
    public void Accept(string transport, IPAddress server)
    {
        Match ports = ServerPorts().Match(transport);
        Assert.True(ports.Success, transport);
        ServerRtp = new IPEndPoint(server, int.Parse(ports.Groups[1].Value, CultureInfo.InvariantCulture));
        ServerRtcp = new IPEndPoint(server, int.Parse(ports.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Takes what is sent to a group, too.</summary>
    public void Join(IPAddress group, IPAddress at) => _pair.Rtp.Join(group, at);

    public void SendRtp(byte[] packet) => _pair.Rtp.Send(packet, UdpAddress.Of(ServerRtp!));

    public void SendRtcp(byte[] packet) => _pair.Rtcp.Send(packet, UdpAddress.Of(ServerRtcp!));

    public void Dispose() => _pair.Dispose();

    [GeneratedRegex(@"server_port=(\d+)-(\d+)")]
    private static partial Regex ServerPorts();
}
