using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Headrace.TestKit.Cameras;

/// <summary>One connection to a <see cref="FakeCamera"/>: reads requests, answers as a test says, sends frames. One caller at a time.</summary>
public sealed class CameraConnection(Stream stream, int number, CancellationToken stop)
{
    private readonly byte[] _one = new byte[1];

    /// <summary>1 for the camera's first connection.</summary>
    public int Number { get; } = number;

    /// <summary>Cancelled when the camera is switched off.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Every request so far.</summary>
    public List<CameraRequest> Requests { get; } = [];

    /// <summary>Frames that came from the peer: channel and bytes.</summary>
    public List<(byte Channel, byte[] Bytes)> Frames { get; } = [];

    /// <summary>Reads the next request; frames before it are kept. Throws <see cref="EndOfStreamException"/> at the end.</summary>
    public async Task<CameraRequest> ReadAsync()
    {
        while (true)
        {
            byte first = await ReadByteAsync().ConfigureAwait(false);
            if (first == '$') await ReadFrameAsync().ConfigureAwait(false);
            else return await ReadRequestAsync((char)first).ConfigureAwait(false);
        }
    }

    /// <summary>Answers a request. Headers are lines, each with a line feed.</summary>
    public Task AnswerAsync(CameraRequest request, string status = "200 OK", string headers = "", string body = "")
    {
        string length = body.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\n");
        return SendAsync(Encoding.UTF8.GetBytes($"RTSP/1.0 {status}\nCSeq: {request.Number}\n{headers}{length}\n".Replace("\n", "\r\n", StringComparison.Ordinal) + body));
    }

    /// <summary>Answers as a good camera does; SETUP and PLAY belong to session 4711.</summary>
    public Task AnswerWellAsync(CameraRequest request, string sdp) => request.Method switch
    {
        "OPTIONS" => AnswerAsync(request, headers: "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\n"),
        "DESCRIBE" => AnswerAsync(request, headers: $"Content-Base: {request.Uri}/\nContent-Type: application/sdp\n", body: sdp),
        "SETUP" => AnswerAsync(request, headers: $"Session: 4711;timeout=60\nTransport: {request.Headers["Transport"]}\n"),
        _ => AnswerAsync(request, headers: "Session: 4711\n"),
    };

    /// <summary>Answers every request well up to a PLAY, that one included.</summary>
    public async Task PlayAsync(string sdp)
    {
        CameraRequest request;
        do
        {
            request = await ReadAsync().ConfigureAwait(false);
            await AnswerWellAsync(request, sdp).ConfigureAwait(false);
        }
        while (request.Method != "PLAY");
    }

    /// <summary>Answers signs of life, and keeps reports, until the peer leaves.</summary>
    public async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await ReadAsync().ConfigureAwait(false), headers: "Session: 4711\n").ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // He has left.
        }
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, stop).ConfigureAwait(false);
        await stream.FlushAsync(stop).ConfigureAwait(false);
    }

    private async Task<byte> ReadByteAsync()
    {
        await stream.ReadExactlyAsync(_one, stop).ConfigureAwait(false);
        return _one[0];
    }

    private async Task ReadFrameAsync()
    {
        byte[] head = new byte[3];
        await stream.ReadExactlyAsync(head, stop).ConfigureAwait(false);
        byte[] bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
        await stream.ReadExactlyAsync(bytes, stop).ConfigureAwait(false);
        lock (Frames) Frames.Add((head[0], bytes));
    }

    private async Task<CameraRequest> ReadRequestAsync(char first)
    {
        StringBuilder text = new();
        text.Append(first);
        while (text.Length < 4 || text.ToString(text.Length - 4, 4) != "\r\n\r\n") text.Append((char)await ReadByteAsync().ConfigureAwait(false));
        string[] lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] start = lines[0].Split(' ');
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines[1..]) headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        CameraRequest request = new(start[0], start[1], headers);
        lock (Requests) Requests.Add(request);
        return request;
    }
}
