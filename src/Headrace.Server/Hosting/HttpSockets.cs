using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Server.Configuration.Values;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The sockets that HTTP listens on, opened before the rest starts, so that what is taken is known early.</summary>
internal sealed class HttpSockets : IDisposable
{
    private const string Key = "http.listen";
    private readonly Dictionary<IPEndPoint, Socket> _sockets = [];

    /// <summary>Where HTTP listens, with the ports that the system chose.</summary>
    internal ImmutableArray<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>Opens a socket an address. One that cannot be had is left out with a warning, unless the user chose it: then <see cref="StartException"/>.</summary>
    internal static HttpSockets Open(ImmutableArray<ListenAddress> addresses, bool isExplicit, ILogger logger)
    {
        HttpSockets sockets = new();
        try
        {
            foreach (ListenAddress address in addresses) sockets.TryAdd(address, isExplicit, logger);
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    /// <summary>The socket of an endpoint, which then belongs to the caller.</summary>
    internal Socket Take(EndPoint endPoint) => _sockets.Remove((IPEndPoint)endPoint, out Socket? socket)
        ? socket
        : throw new InvalidOperationException($"There is no socket for {endPoint}.");

    /// <summary>Closes the sockets that nobody took.</summary>
    public void Dispose()
    {
        foreach (Socket socket in _sockets.Values) socket.Dispose();
        _sockets.Clear();
    }

    private void TryAdd(ListenAddress address, bool isExplicit, ILogger logger)
    {
        try
        {
            Socket socket = ListenSocket.Open(address.ToEndPoint());
            IPEndPoint endPoint = (IPEndPoint)socket.LocalEndPoint!;
            _sockets.Add(endPoint, socket);
            EndPoints = EndPoints.Add(endPoint);
        }
        catch (SocketException e)
        {
            if (isExplicit) throw new StartException($"HTTP cannot start: {address} {ListenFault.Describe(e)} ({Key})");
            ServerLog.ProtocolOff(logger, "HTTP", address.ToString(), ListenFault.Describe(e), Key);
        }
    }
}
