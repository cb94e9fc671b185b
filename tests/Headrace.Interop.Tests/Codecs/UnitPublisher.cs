using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Interop.Tests.Codecs;

/// <summary>Publishes units of one track over RTSP/TCP in real time with Headrace's own packetizer: no client here publishes AV1 or JPEG XS.</summary>
internal sealed class UnitPublisher : IAsyncDisposable
{
    private const byte PayloadType = 96;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;

    private UnitPublisher(Track track, IReadOnlyList<(byte[] Payload, bool IsPoint)> units, int duration, string url) => _sending = SendAsync(track, units, duration, url);

    /// <summary>Begins to publish. After the last unit it begins again; time goes on.</summary>
    /// <param name="track">The track.</param>
    /// <param name="units">Canonical payloads, and whether decoding may begin with each.</param>
    /// <param name="duration">Ticks of a unit.</param>
    /// <param name="url">Where to.</param>
    public static UnitPublisher Start(Track track, IReadOnlyList<(byte[] Payload, bool IsPoint)> units, int duration, string url) => new(track, units, duration, url);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _sending;
        }
        catch (OperationCanceledException)
        {
            // that is how it ends
        }
        catch (IOException)
        {
            // the server has ended before it
        }

        _stop.Dispose();
    }

    private async Task SendAsync(Track track, IReadOnlyList<(byte[] Payload, bool IsPoint)> units, int duration, string url)
    {
        RtpPayloadFormat format = RtpPayloadFormats.Find(track.Codec)!;
        using RtspPeer peer = await RtspPeer.ConnectAsync(url, _stop.Token);
        SessionDescription session = new() { Media = [format.Describe(track, PayloadType, "trackID=0")] };
        await peer.RequestAsync("ANNOUNCE", "", "Content-Type: application/sdp\r\n", SdpWriter.Write(session));
        await peer.RequestAsync("SETUP", "/trackID=0", "Transport: RTP/AVP/TCP;unicast;mode=record;interleaved=0-1\r\n");
        await peer.RequestAsync("RECORD", "", "Range: npt=0.000-\r\n");
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        RtpPacketWriter writer = new(output, new RtpSenderState(PayloadType, 0x5EED, new SequenceNumber(1), 7), 0);
        RtpPacketizer packetizer = format.CreatePacketizer(track.Format);
        using PeriodicTimer timer = new(TimeSpan.FromSeconds((double)duration / track.ClockRate));
        for (long i = 0; ; i++)
        {
            (byte[] bytes, bool isPoint) = units[(int)(i % units.Count)];
            MediaBuffer payload = pool.Copy(bytes);
            packetizer.Packetize(Unit(track, i, i * duration, payload, isPoint), writer);
            payload.Release();
            MediaBuffer packets = output.Detach();
            await peer.SendAsync(packets.Memory);
            packets.Release();
            await timer.WaitForNextTickAsync(_stop.Token);
        }
    }

    private static AccessUnit Unit(Track track, long sequence, long time, MediaBuffer payload, bool isPoint) => new()
    {
        Track = track,
        Sequence = sequence,
        DecodeTime = time,
        PresentationOffset = 0,
        Arrival = default,
        PathTime = 0,
        RandomAccess = isPoint ? RandomAccess.Idr : RandomAccess.None,
        Payload = payload,
    };
}
