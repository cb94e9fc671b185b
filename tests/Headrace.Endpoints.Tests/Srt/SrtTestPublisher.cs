using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Media.Timing;
using Headrace.Transport.Srt;

namespace Headrace.Endpoints.Tests.Srt;

/// <summary>Sends a made transport stream over SRT in real time, 25 pictures a second, until it is disposed.</summary>
internal sealed class SrtTestPublisher : ISrtHandler, IAsyncDisposable
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(40);

    private readonly CancellationTokenSource _stop = new();
    private readonly MadeTransportStream _source;
    private readonly Task _sending;
    private volatile bool _hasEnded;
    private int _isDisposed;

    public SrtTestPublisher(SrtConnection connection, int gop = 25)
    {
        _source = new MadeTransportStream { Gop = gop };
        Connection = connection;
        connection.Start(this);
        _sending = SendAsync();
    }

    public SrtConnection Connection { get; }

    /// <summary>Pictures sent.</summary>
    public int Frames => _source.Frames;

    /// <summary>True when the server has ended it.</summary>
    public bool HasEnded => _hasEnded;

    public void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
    }

    public void OnEnded() => _hasEnded = true;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stop.CancelAsync();
        await _sending;
        _stop.Dispose();
        Connection.Dispose();
    }

    private async Task SendAsync()
    {
        using PeriodicTimer timer = new(FrameTime);
        try
        {
            do
            {
                byte[] packets = _source.Next();
                for (int at = 0; at < packets.Length; at += SrtEgress.MessageBytes) Connection.Send(packets.AsSpan(at, Math.Min(SrtEgress.MessageBytes, packets.Length - at)));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }
}
