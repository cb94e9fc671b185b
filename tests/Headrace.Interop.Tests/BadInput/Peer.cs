using System.Net;
using System.Net.Sockets;

namespace Headrace.Interop.Tests.BadInput;

/// <summary>A connection that says what it likes, or nothing.</summary>
internal sealed class Peer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private Peer()
    {
    }

    /// <summary>Connects to the host and port of a URL.</summary>
    internal static async Task<Peer> ConnectAsync(string url)
    {
        Peer peer = new();
        Uri address = new(url);
        await peer._socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        return peer;
    }

    /// <summary>Sends bytes; a server that closed meanwhile is no error.</summary>
    internal async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _socket.SendAsync(bytes).WaitAsync(Patience);
        }
        catch (SocketException)
        {
            // It would not hear any more.
        }
    }

    /// <summary>Says that no more will come, and waits until the server closes too.</summary>
    internal async Task LeaveAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            return; // reset by the server
        }
        await WaitForEndAsync();
    }

    /// <summary>Reads and drops until the server closes.</summary>
    internal async Task WaitForEndAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer).WaitAsync(Patience) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is an end.
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _socket.Dispose();
}
