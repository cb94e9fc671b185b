using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Headrace.TestKit.Cameras;

/// <summary>
/// An RTSP camera of a test's making: listens on a port of the system's choice and runs the test's script on each connection. What a script throws because the
/// peer has left is nobody's concern; anything else is thrown by <see cref="DisposeAsync"/>.
/// </summary>
public sealed class FakeCamera : IAsyncDisposable
{
    private readonly Func<CameraConnection, Task> _script;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly Lock _gate = new();
    private readonly Task _loop;
    private readonly TcpListener _listener;
    private int _connections;

    /// <summary>Begins to listen; with a certificate, over TLS.</summary>
    public FakeCamera(Func<CameraConnection, Task> script, X509Certificate2? certificate = null)
    {
        _script = script;
        _certificate = certificate;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = AcceptAsync();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The URL of its stream.</summary>
    public string Url(string credentials = "", string path = "cam") => $"{(_certificate is null ? "rtsp" : "rtsps")}://{(credentials.Length == 0 ? "" : credentials + "@")}127.0.0.1:{Port}/{path}";

    /// <summary>Ends every connection and waits for the scripts.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _loop.ConfigureAwait(false);
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            int number = Interlocked.Increment(ref _connections);
            lock (_gate) _running.Add(Task.Run(() => RunAsync(socket, number)));
        }
    }

    private async Task RunAsync(Socket socket, int number)
    {
        socket.NoDelay = true;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (_certificate is not null)
            {
                SslStream tls = new(stream);
                stream = tls;
                await tls.AuthenticateAsServerAsync(_certificate).ConfigureAwait(false);
            }

            CameraConnection connection = new(stream, number, _stop.Token);
            await _script(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The peer has left, or the test is over.
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
