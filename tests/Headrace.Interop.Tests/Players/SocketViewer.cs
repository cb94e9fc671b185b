using System.Net.Sockets;
using System.Text;

namespace Headrace.Interop.Tests.Players;

/// <summary>A viewer over RTSP/TCP that is nothing but a socket: cheap enough for hundreds, and able to leave or to fall silent at any point.</summary>
internal sealed class SocketViewer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly string _url;
    private readonly byte[] _buffer = new byte[16 << 10];
    private string _session = "";
    private int _sequence;

    private SocketViewer(Socket socket, string url)
    {
        _socket = socket;
        _url = url;
    }

    /// <summary>Connects to the server of an RTSP URL. <paramref name="receiveBuffer"/>, where not 0, is what the kernel takes for a viewer that does not read, in bytes.</summary>
    internal static async Task<SocketViewer> ConnectAsync(string url, int receiveBuffer = 0)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        Uri address = new(url);
        await socket.ConnectAsync(address.Host, address.Port);
        return new SocketViewer(socket, url);
    }

    /// <summary>Asks for the description.</summary>
    internal Task DescribeAsync() => RequestAsync("DESCRIBE", _url);

    /// <summary>Takes the first two tracks and plays them.</summary>
    internal async Task PlayAsync()
    {
        for (int track = 0; track < 2; track++)
        {
            string answer = await RequestAsync("SETUP", $"{_url}/trackID={track}", $"Transport: RTP/AVP/TCP;unicast;interleaved={2 * track}-{2 * track + 1}\r\n");
            string header = answer.Split("\r\n").First(line => line.StartsWith("Session:", StringComparison.Ordinal));
            _session = header.Split(';')[0] + "\r\n";
        }
        await RequestAsync("PLAY", _url);
    }

    /// <summary>Reads at least so many bytes of media, and drops them.</summary>
    internal async Task ReadAsync(int bytes)
    {
        while (bytes > 0) bytes -= await ReceiveAsync();
    }

    /// <summary>Says goodbye without waiting for an answer.</summary>
    internal Task TearDownAsync() => SendAsync("TEARDOWN", _url, "");

    /// <summary>Breaks the connection off with a reset.</summary>
    internal void Reset() => _socket.Close(timeout: 0);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task<string> RequestAsync(string method, string url, string headers = "")
    {
        await SendAsync(method, url, headers);
        StringBuilder text = new();
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)) text.Append(Encoding.ASCII.GetString(_buffer, 0, await ReceiveAsync()));
        string answer = text.ToString();
        Assert.StartsWith("RTSP/1.0 200", answer, StringComparison.Ordinal);
        return answer;
    }

    private Task<int> SendAsync(string method, string url, string headers)
    {
        byte[] request = Encoding.ASCII.GetBytes($"{method} {url} RTSP/1.0\r\nCSeq: {++_sequence}\r\n{_session}{headers}\r\n");
        return _socket.SendAsync(request).WaitAsync(Patience);
    }

    private async Task<int> ReceiveAsync()
    {
        int count = await _socket.ReceiveAsync(_buffer).WaitAsync(Patience);
        return count > 0 ? count : throw new InvalidOperationException("The server closed the connection.");
    }
}
