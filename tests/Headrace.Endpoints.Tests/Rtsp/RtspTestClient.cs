using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>A peer of an RTSP server over a bare socket: makes requests, keeps the frames that come between answers, and can misbehave.</summary>
internal sealed class RtspTestClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly Queue<InterleavedBytes> _frames = new();
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _sequence;

    private RtspTestClient(Socket socket, IPEndPoint server)
    {
        _socket = socket;
        Server = server;
        Local = socket.LocalEndPoint!;
    }

    public IPEndPoint Server { get; }

    public EndPoint Local { get; }

    /// <summary>The session's identifier, once a SETUP has brought one.</summary>
    public string? Session { get; set; }

    public string UserAgent { get; init; } = "test-client";

    /// <summary>Connects; with a receive buffer of a size, so that what the client does not read soon fills the server's side.</summary>
    public static async Task<RtspTestClient> ConnectAsync(IPEndPoint server, int receiveBuffer = 0)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(server);
        return new RtspTestClient(socket, server);
    }

    public string Url(string name) => $"rtsp://{Server}/{name}";

    /// <summary>Makes a request that changes nothing and keeps the frames before its answer; false when the server has closed.</summary>
    public async Task<bool> TryPingAsync(string url)
    {
        try
        {
            await SendRequestAsync("GET_PARAMETER", url);
        }
        catch (SocketException)
        {
            return false;
        }

        while (true)
        {
            if (TryTakeFrame() is { } frame) _frames.Enqueue(frame);
            else if (TryTakeReply() is not null) return true;
            else if (!await ReceiveAsync()) return false;
        }
    }

    /// <summary>A frame that was kept while an answer was waited for, or null.</summary>
    public InterleavedBytes? TryTakeKeptFrame() => _frames.TryDequeue(out InterleavedBytes? kept) ? kept : null;

    /// <summary>Makes a request and waits for its answer.</summary>
    public async Task<RtspTestReply> RequestAsync(string method, string url, string? headers = null, string? body = null)
    {
        int sequence = await SendRequestAsync(method, url, headers, body);
        RtspTestReply reply = await ReadReplyAsync();
        Assert.Equal(sequence.ToString(CultureInfo.InvariantCulture), reply["CSeq"]);
        return reply;
    }

    /// <summary>Makes a request and does not wait.</summary>
    public async Task<int> SendRequestAsync(string method, string url, string? headers = null, string? body = null)
    {
        int sequence = ++_sequence;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{method} {url} RTSP/1.0\r\nCSeq: {sequence}\r\nUser-Agent: {UserAgent}\r\n");
        if (Session is not null) text.Append(CultureInfo.InvariantCulture, $"Session: {Session}\r\n");
        if (headers is not null) text.Append(headers).Append("\r\n");
        if (body is not null) text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        await SendAsync(Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString()));
        return sequence;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(Patience)..];
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The next answer; frames before it are kept.</summary>
    public async Task<RtspTestReply> ReadReplyAsync()
    {
        while (true)
        {
            if (TryTakeFrame() is { } frame) _frames.Enqueue(frame);
            else if (TryTakeReply() is { } reply) return reply;
            else Assert.True(await ReceiveAsync(), "the server closed instead of an answer");
        }
    }

    /// <summary>The next frame, kept or new; null at the end of the stream.</summary>
    public async Task<InterleavedBytes?> ReadFrameAsync()
    {
        while (true)
        {
            if (_frames.TryDequeue(out InterleavedBytes? kept)) return kept;
            if (TryTakeFrame() is { } frame) return frame;
            Assert.False(_end > _start && _buffer[_start] != '$' && _buffer[_start] != 'R', "neither a frame nor an answer");
            if (!await ReceiveAsync()) return null;
        }
    }

    /// <summary>Reads to the end, which must come, and returns what came before it.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        while (await ReceiveAsync())
        {
        }

        byte[] rest = _buffer[_start.._end];
        _start = _end;
        return rest;
    }

    /// <summary>Reads and drops to the end, which must come.</summary>
    public async Task<long> DrainToEndAsync()
    {
        long count = 0;
        do
        {
            count += _end - _start;
            _start = _end = 0;
        }
        while (await ReceiveAsync());
        return count;
    }

    public void ShutDownSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> ReceiveAsync()
    {
        if (_start == _end) _start = _end = 0;
        if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            int count = await _socket.ReceiveAsync(_buffer.AsMemory(_end)).AsTask().WaitAsync(Patience);
            _end += count;
            return count > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private InterleavedBytes? TryTakeFrame()
    {
        if (_end - _start < 4 || _buffer[_start] != '$') return null;
        int length = _buffer[_start + 2] << 8 | _buffer[_start + 3];
        if (_end - _start < 4 + length) return null;
        InterleavedBytes frame = new(_buffer[_start + 1], _buffer[(_start + 4)..(_start + 4 + length)]);
        _start += 4 + length;
        return frame;
    }

    private RtspTestReply? TryTakeReply()
    {
        if (_start == _end || _buffer[_start] == '$') return null;
        int end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        RtspTestReply head = RtspTestReply.Parse(Encoding.UTF8.GetString(_buffer, _start, end));
        int length = int.Parse(head["Content-Length"] ?? "0", CultureInfo.InvariantCulture);
        if (_end - _start < end + 4 + length) return null;
        string body = Encoding.UTF8.GetString(_buffer, _start + end + 4, length);
        _start += end + 4 + length;
        return head with { Body = body };
    }
}

/// <summary>A frame of a channel.</summary>
internal sealed record InterleavedBytes(byte Channel, byte[] Bytes);
