using System.Buffers.Binary;
using Headrace.Interop.Tests.Codecs;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>A camera that publishes G.711 in real time over RTSP/TCP, and whose sender reports tell another time than it is.</summary>
internal sealed class SkewedCamera : IAsyncDisposable
{
    private const int SamplesInPacket = 160;
    private const int Rate = 8000;
    private const uint Ssrc = 0x0C10C;
    private const string Sdp = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 0 RTP/AVP 0\r\na=control:trackID=0\r\n";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;

    private SkewedCamera(string url, TimeSpan error) => _sending = SendAsync(url, error);

    /// <summary>Begins to publish; its clock is this much ahead.</summary>
    internal static SkewedCamera Start(string url, TimeSpan error) => new(url, error);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _sending;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // That is how it ends; or the server has ended before it.
        }

        _stop.Dispose();
    }

    private async Task SendAsync(string url, TimeSpan error)
    {
        using RtspPeer peer = await RtspPeer.ConnectAsync(url, _stop.Token);
        await peer.RequestAsync("ANNOUNCE", "", "Content-Type: application/sdp\r\n", Sdp);
        await peer.RequestAsync("SETUP", "/trackID=0", "Transport: RTP/AVP/TCP;unicast;mode=record;interleaved=0-1\r\n");
        await peer.RequestAsync("RECORD", "", "Range: npt=0.000-\r\n");
        using PeriodicTimer timer = new(TimeSpan.FromSeconds((double)SamplesInPacket / Rate));
        for (uint i = 0; ; i++)
        {
            await peer.SendAsync(Packet(i));
            if (i % 25 == 24) await peer.SendAsync(Report(i, DateTime.UtcNow + error));
            await timer.WaitForNextTickAsync(_stop.Token);
        }
    }

    /// <summary>RFC 3550, 5.1, behind four bytes of RFC 2326, 10.12.</summary>
    private static byte[] Packet(uint number)
    {
        byte[] frame = new byte[4 + 12 + SamplesInPacket];
        Frame(frame, channel: 0);
        frame[4] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(6), (ushort)number);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), number * SamplesInPacket);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(12), Ssrc);
        frame.AsSpan(16).Fill(0xFF);
        return frame;
    }

    /// <summary>A sender report (RFC 3550, 6.4.1).</summary>
    private static byte[] Report(uint number, DateTime utc)
    {
        byte[] frame = new byte[4 + 28];
        Frame(frame, channel: 1);
        (frame[4], frame[5], frame[7]) = (0x80, 200, 6);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Ssrc);
        TimeSpan time = utc - new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(12), (ulong)(time.TotalSeconds * (1L << 32)));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(20), number * SamplesInPacket);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(24), number + 1);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(28), (number + 1) * SamplesInPacket);
        return frame;
    }

    private static void Frame(byte[] frame, byte channel)
    {
        (frame[0], frame[1]) = ((byte)'$', channel);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)(frame.Length - 4));
    }
}
