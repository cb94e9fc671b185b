using System.Net;
using System.Net.Sockets;

namespace Headrace.TestKit;

/// <summary>
/// Ports of 127.0.0.1 that the system says are free, for processes that must be told their port. Never the same one twice in a test process.
/// Another process may take one before it is used: whoever starts a server with it starts again with new ones when the port is taken.
/// </summary>
public static class FreePorts
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that neither TCP nor UDP uses.</summary>
    public static int Next() => Take(1)[0];

    /// <summary><paramref name="count"/> distinct ports that neither TCP nor UDP uses.</summary>
    public static int[] Take(int count)
    {
        List<Socket> held = [];
        List<int> ports = [];
        lock (Gate)
        {
            while (ports.Count < count)
            {
                Socket tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(tcp);
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                int port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
                if (IsFreeForUdp(port) && Given.Add(port)) ports.Add(port);
            }
        }
        foreach (Socket socket in held) socket.Dispose();
        return [.. ports];
    }

    private static bool IsFreeForUdp(int port)
    {
        using Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
