using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Headrace.Endpoints.Tests.Forwarding;

/// <summary>An RTSP server that agrees to everything, and reads nothing more behind RECORD.</summary>
internal sealed partial class DeafServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _recordings;

    public DeafServer()
    {
        _listener.Server.ReceiveBufferSize = 4096;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections that got as far as RECORD.</summary>
    public int Recordings => Volatile.Read(ref _recordings);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<TcpClient> clients = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                clients.Add(client);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }
        finally
        {
            foreach (TcpClient client in clients) client.Dispose();
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            int count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0) return;
            string request = Encoding.UTF8.GetString(buffer, 0, count);
            string transport = Transport().Match(request) is { Success: true } match ? $"Transport: {match.Groups[1].Value}\r\n" : "";
            bool isRecord = request.StartsWith("RECORD", StringComparison.Ordinal);
            if (Number().Match(request) is not { Success: true } number) continue;
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"RTSP/1.0 200 OK\r\nCSeq: {number.Groups[1].Value}\r\nSession: 1\r\n{transport}\r\n"), _stop.Token);
            if (!isRecord) continue;
            Interlocked.Increment(ref _recordings);
            return;
        }
    }

    [GeneratedRegex(@"CSeq: (\d+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"Transport: ([^\r]+)")]
    private static partial Regex Transport();
}
