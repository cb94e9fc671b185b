using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Headrace.Interop.Tests.Codecs;

/// <summary>Speaks RTSP over TCP for codecs that no client here sends or takes: requests and answers, and what comes interleaved.</summary>
internal sealed class RtspPeer : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly string _url;
    private readonly CancellationToken _cancellation;
    private string _session = "";
    private int _sequence;

    private RtspPeer(string url, CancellationToken cancellation)
    {
        _url = url;
        _cancellation = cancellation;
    }

    public static async Task<RtspPeer> ConnectAsync(string url, CancellationToken cancellation)
    {
        RtspPeer peer = new(url, cancellation);
        Uri location = new(url);
        await peer._client.ConnectAsync(location.Host, location.Port, cancellation);
        return peer;
    }

    /// <summary>Makes a request and gives the body of its answer, which must be 200.</summary>
    public async Task<string> RequestAsync(string method, string suffix, string headers, string body = "")
    {
        string session = _session.Length > 0 ? $"Session: {_session}\r\n" : "";
        string length = body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "";
        await SendAsync(Encoding.UTF8.GetBytes($"{method} {_url}{suffix} RTSP/1.0\r\nCSeq: {++_sequence}\r\n{session}{headers}{length}\r\n{body}"));
        StringBuilder answer = new();
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) answer.Append((char)(await ReadAsync(1))[0]);
        string[] lines = answer.ToString().Split("\r\n");
        Assert.StartsWith("RTSP/1.0 200", lines[0], StringComparison.Ordinal);
        _session = Header(lines, "Session") is { } given ? given.Split(';')[0] : _session;
        return Header(lines, "Content-Length") is { } bytes ? Encoding.UTF8.GetString(await ReadAsync(int.Parse(bytes, CultureInfo.InvariantCulture))) : "";
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _client.GetStream().WriteAsync(bytes, _cancellation);

    /// <summary>The next interleaved packet with its channel.</summary>
    public async Task<(byte Channel, byte[] Packet)> ReadPacketAsync()
    {
        byte[] header = await ReadAsync(4);
        Assert.Equal((byte)'$', header[0]);
        return (header[1], await ReadAsync(header[2] << 8 | header[3]));
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _client.GetStream().ReadExactlyAsync(bytes, _cancellation);
        return bytes;
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
