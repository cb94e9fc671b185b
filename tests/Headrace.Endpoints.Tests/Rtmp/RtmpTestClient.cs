using System.Buffers;
using System.Net.Sockets;
using Headrace.Containers.Flv;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp;
using Headrace.Protocols.Rtmp.Chunks;
using Headrace.Protocols.Rtmp.Client;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtmp;

/// <summary>A client over a real socket: says what a test wants, and keeps what it hears.</summary>
internal sealed class RtmpTestClient : IRtmpMediaSink, IAsyncDisposable
{
    private const string Avc = "170000000001" + "42C01EFFE1000D6742C01ED90141FB016E02040401000568CB83CB20";

    private readonly TcpClient _tcp;
    private readonly RtmpClientSession _session;
    private readonly VirtualTime _time;
    private readonly RtmpChunkWriter _chunks = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Lock _gate = new();
    private readonly List<(RtmpMessageType Type, uint Timestamp, int Length)> _media = [];
    private readonly List<RtmpClientEvent> _events = [];
    private Task _reading = Task.CompletedTask;
    private uint _frames;

    private RtmpTestClient(TcpClient tcp, RtmpClientSession session, VirtualTime time) => (_tcp, _session, _time) = (tcp, session, time);

    public IReadOnlyList<(RtmpMessageType Type, uint Timestamp, int Length)> Media
    {
        get
        {
            lock (_gate) return [.. _media];
        }
    }

    public bool HasStarted => Events.Any(next => next is RtmpClientEvent.Started);

    public string? Ending => Events.OfType<RtmpClientEvent.Ended>().FirstOrDefault()?.Text;

    public bool IsClosed => _reading.IsCompleted;

    private RtmpClientEvent[] Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public static async Task<RtmpTestClient> ConnectAsync(string url, bool publishes, VirtualTime time)
    {
        Assert.True(RtmpLocation.TryParse(url, out RtmpLocation? location));
        TcpClient tcp = new();
        await tcp.ConnectAsync(location.Host, location.Port, TestContext.Current.CancellationToken);
        RtmpTestClient client = new(tcp, new RtmpClientSession(new RtmpClientOptions { Publishes = publishes }, location), time);
        client._session.Start(client._output, client.Now);
        await client.FlushAsync();
        client._reading = client.ReadAsync();
        return client;
    }

    private MonotonicTime Now => MonotonicTime.Now(_time);

    /// <summary>Waits until media may flow.</summary>
    public Task StartedAsync() => Eventually.True(() => HasStarted, "it has started", cancellation: TestContext.Current.CancellationToken);

    /// <summary>Sends the configuration of H.264, and then pictures at 25 a second, each 25th one a key frame. Time goes on with them.</summary>
    public async Task SendPicturesAsync(int count)
    {
        if (_frames == 0) await SendAsync(FlvTagType.Video, 0, Convert.FromHexString(Avc));
        for (int i = 0; i < count; i++)
        {
            bool isKey = _frames % 25 == 0;
            byte[] slice = isKey ? [0x65, 0xB8, 0x00, 0x04, 0x00, 0x00, 0x09, (byte)_frames] : [0x41, 0x9A, (byte)_frames, 0x00, 0x00, 0x09, 0x12];
            await SendAsync(FlvTagType.Video, 40 * _frames, [isKey ? (byte)0x17 : (byte)0x27, 1, 0, 0, 0, 0, 0, 0, (byte)slice.Length, .. slice]);
            _frames++;
            _time.Advance(TimeSpan.FromMilliseconds(40));
        }
    }

    public async Task SendAsync(FlvTagType type, uint timestamp, byte[] body)
    {
        lock (_gate) _chunks.Write(6, (RtmpMessageType)type, 1, timestamp, body, _output);
        await FlushAsync();
    }

    /// <summary>Says goodbye.</summary>
    public async Task StopAsync()
    {
        lock (_gate) _session.Stop(_output);
        await FlushAsync();
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(byte[] bytes) => await _tcp.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);

    public void OnMedia(in RtmpMessage message) => _media.Add((message.Type, message.Timestamp, message.Payload.Length));

    public async ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        await _reading;
        _session.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[65_536];
        byte[] unread = [];
        try
        {
            while (await _tcp.GetStream().ReadAsync(buffer) is > 0 and int count)
            {
                lock (_gate)
                {
                    unread = [.. unread, .. buffer.AsSpan(0, count)];
                    int before;
                    do
                    {
                        before = unread.Length;
                        unread = unread[_session.Receive(unread, _output, Now, this)..];
                        while (_session.TryGetEvent(out RtmpClientEvent? next)) _events.Add(next);
                    }
                    while (unread.Length < before);
                }

                await FlushAsync();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The server closed it, or the test did.
        }
    }

    private async Task FlushAsync()
    {
        byte[] bytes;
        lock (_gate)
        {
            bytes = _output.WrittenSpan.ToArray();
            _output.ResetWrittenCount();
        }

        if (bytes.Length == 0) return;
        try
        {
            await _tcp.GetStream().WriteAsync(bytes);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reading loop sees the end too.
        }
    }
}
