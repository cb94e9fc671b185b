using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The sockets that HTTP listens on, opened before the rest starts, so that what is taken is known early.</summary>
internal sealed class HttpSockets : IDisposable
{
    private readonly Dictionary<IPEndPoint, Socket> _sockets = [];

    /// <summary>Where HTTP listens, with the ports that the system chose.</summary>
    internal ImmutableArray<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>Where HTTPS listens.</summary>
    internal ImmutableArray<IPEndPoint> SecureEndPoints { get; private set; } = [];

    /// <summary>Opens a socket an address. One that cannot be had is left out with a warning, unless the user chose it: then <see cref="StartException"/>.</summary>
    internal static HttpSockets Open(HttpOptions options, IReadOnlySet<string> setKeys, ProtocolTable protocols, ILogger logger)
    {
        HttpSockets sockets = new();
        try
        {
            sockets.EndPoints = [.. options.Listen.Select(address => sockets.TryAdd("HTTP", address, "http.listen", setKeys, protocols, logger)).OfType<IPEndPoint>()];
            if (options.Tls.IsOn)
                sockets.SecureEndPoints = [.. options.Tls.Listen.Select(address => sockets.TryAdd("HTTPS", address, "http.tls.listen", setKeys, protocols, logger)).OfType<IPEndPoint>()];
            else protocols.AddOff("HTTPS", "http.tls.certificate", ProtocolTable.NoCertificate);
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

    private IPEndPoint? TryAdd(string protocol, ListenAddress address, string key, IReadOnlySet<string> setKeys, ProtocolTable protocols, ILogger logger)
    {
        try
        {
            Socket socket = ListenSocket.Open(address.ToEndPoint());
            IPEndPoint endPoint = (IPEndPoint)socket.LocalEndPoint!;
            _sockets.Add(endPoint, socket);
            protocols.Add(protocol, key, endPoint);
            return endPoint;
        }
        catch (SocketException e)
        {
            protocols.SwitchOff(protocol, address.ToString(), e, key, setKeys.Contains(key) ? key : null, logger);
            return null;
        }
    }
}
