using System.Buffers.Binary;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Bits;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.RawRtp;

/// <summary>Sends made H.264 as an encoder does that has no signalling: with its parameter sets before each key frame. Keeps what it sent.</summary>
internal sealed class MadeSender(UdpAddress address, uint ssrc, byte payloadType = 96, ushort sequence = 65_500, int gop = 25, int seed = 7)
{
    private const uint Step = 3600;

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _slices = [];
    private RtpPackets _packets = new(0, payloadType, sequence, ssrc);
    private uint _timestamp = 4_294_900_000;
    private long _seen;

    public UdpAddress Address { get; set; } = address;

    /// <summary>The slice of each picture, in order.</summary>
    public IReadOnlyList<byte[]> Sent => _slices;

    /// <summary>What came out so far: the number of each picture, as it was sent.</summary>
    public List<int> Received { get; } = [];

    /// <summary>Goes on as another source, as an encoder does that was restarted.</summary>
    public void Restart(uint newSsrc, ushort newSequence) => _packets = new RtpPackets(0, payloadType, newSequence, newSsrc);

    /// <summary>The packets of the next picture.</summary>
    public IReadOnlyList<byte[]> Next()
    {
        int frame = _slices.Count % gop;
        byte[] slice = MadeH264.Slice(frame == 0, frame, 0, frame == 0 ? 9_000 : 2_000, _random);
        _slices.Add(slice);
        MadeUnit unit = new(true, _timestamp, frame == 0 ? [MadeH264.Sps, MadeH264.Pps, slice] : [slice]);
        _timestamp += Step;
        return Cut(_packets.Cut(unit));
    }

    /// <summary>Looks at what has come out of a stream since the last look; every picture must be one that was sent, whole.</summary>
    public void Look(LiveStream stream)
    {
        for (_seen = Math.Max(_seen, stream.Ring.Tail); _seen < stream.Ring.Head; _seen++)
        {
            if (stream.Ring.TryTake(_seen) is not { } unit) continue;
            if (unit.Track.Codec.Kind == MediaKind.Video) Received.Add(NumberOf(unit));
            unit.Release();
        }
    }

    /// <summary>Demands that viewers see whole pictures only: one after the other, or on with a key frame.</summary>
    public void AssertDecodable(int gopLength = 25)
    {
        for (int i = 0; i < Received.Count; i++)
        {
            Assert.True(Received[i] >= 0, $"picture {i} was never sent");
            bool isNext = i > 0 && Received[i] == Received[i - 1] + 1;
            Assert.True(isNext || Received[i] % gopLength == 0, $"picture {Received[i]} came behind {(i == 0 ? -1 : Received[i - 1])}");
        }
    }

    /// <summary>A sender report with the sender's name.</summary>
    public static byte[] Report(uint ssrc, string cname, uint timestamp = 1)
    {
        byte[] bytes = new byte[128];
        RtcpWriter writer = new(bytes);
        writer.WriteSenderReport(new RtcpSenderInfo(ssrc, NtpTimestamp.FromUtc(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)), timestamp, 1, 1));
        writer.WriteCname(ssrc, cname);
        return bytes[..writer.Length];
    }

    public static byte[] Goodbye(uint ssrc)
    {
        byte[] bytes = new byte[16];
        RtcpWriter writer = new(bytes);
        writer.WriteGoodbye(ssrc);
        return bytes[..writer.Length];
    }

    private int NumberOf(AccessUnit unit)
    {
        foreach (ReadOnlySpan<byte> nal in new NalUnits(unit.Payload.Span))
        {
            if ((nal[0] & 31) is not (1 or 5)) continue;
            for (int i = _slices.Count - 1; i >= 0; i--)
            {
                if (nal.SequenceEqual(_slices[i])) return i;
            }
        }

        return -1;
    }

    // Without the headers of frames within a connection.
    private static List<byte[]> Cut(byte[] frames)
    {
        List<byte[]> packets = [];
        for (int at = 0; at < frames.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(frames.AsSpan(at + 2));
            packets.Add(frames[(at + 4)..(at + 4 + length)]);
            at += 4 + length;
        }

        return packets;
    }
}
