using System.Security.Cryptography;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Interop.Tests.Codecs;

/// <summary>Plays a stream of one track over RTSP/TCP and gives the hashes of its units.</summary>
internal sealed class UnitViewer : IRtpUnitSink
{
    private readonly List<string> _hashes = [];

    private UnitViewer()
    {
    }

    /// <summary>What the description says of the track.</summary>
    public required RtpTrackDescription Description { get; init; }

    /// <summary>Hashes of the units, in order.</summary>
    public IReadOnlyList<string> Hashes => _hashes;

    /// <summary>Plays until so many units have come.</summary>
    public static async Task<UnitViewer> PlayAsync(string url, int units, CancellationToken cancellation)
    {
        using RtspPeer peer = await RtspPeer.ConnectAsync(url, cancellation);
        string text = await peer.RequestAsync("DESCRIBE", "", "Accept: application/sdp\r\n");
        Assert.True(SdpReader.TryRead(text.AsSpan(), out SessionDescription session, out _), text);
        MediaDescription media = Assert.Single(session.Media);
        Assert.True(RtpPayloadFormats.TryRead(media, out RtpTrackDescription? description, out RtpTrackRefusal reason), reason.ToString());
        await peer.RequestAsync("SETUP", "/" + media.Attributes.First(line => line.Name == "control").Value, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
        await peer.RequestAsync("PLAY", "", "Range: npt=0.000-\r\n");
        UnitViewer viewer = new() { Description = description };
        using RtpDepacketizer depacketizer = description.PayloadFormat.CreateDepacketizer(description, new UnitAssemblerOptions(new MediaBufferPool(), null));
        SequenceNumber? next = null;
        while (viewer._hashes.Count < units)
        {
            (byte channel, byte[] bytes) = await peer.ReadPacketAsync();
            if (channel == 0) viewer.Take(bytes, depacketizer, ref next);
        }

        return viewer;
    }

    public void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit)
    {
        Assert.False(unit.IsDamaged);
        _hashes.Add(Convert.ToHexString(SHA256.HashData(unit.Payload.Span)));
        unit.Payload.Release();
    }

    private void Take(byte[] bytes, RtpDepacketizer depacketizer, ref SequenceNumber? next)
    {
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out RtpPacketError error), error.ToString());
        if (next is { } expected) Assert.Equal(expected, packet.SequenceNumber);
        depacketizer.Handle(packet, next is null, default, this);
        next = new SequenceNumber((ushort)(packet.SequenceNumber.Value + 1));
    }
}
