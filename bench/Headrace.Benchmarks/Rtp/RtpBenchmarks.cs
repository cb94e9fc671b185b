using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Benchmarks.Rtp;

/// <summary>
/// One second of H.264 (4.2 Mbit, 30 frames, about 460 packets of 1,200 bytes) cut into packets, put together again, and its packets only
/// parsed: divide by <see cref="PacketCount"/> for the cost of a packet.
/// </summary>
public class RtpBenchmarks : IRtpUnitSink, IDisposable
{
    private const int Frames = 30;
    private const int KeyFrameBytes = 90_000;
    private const int FrameBytes = 15_000;

    // More groups than the caches hold: a server's units come from memory.
    private const int Groups = 64;

    private static readonly byte[] Sps = Convert.FromHexString("674D401E95A0280BFE59B010");
    private static readonly byte[] Pps = Convert.FromHexString("68EE3C80");

    private readonly MediaBufferPool _pool = new();
    private readonly AccessUnit[][] _units = new AccessUnit[Groups][];
    private readonly MediaBuffer[][] _packets = new MediaBuffer[Groups][];
    private readonly MediaBufferWriter _output;
    private readonly RtpPacketWriter _writer;
    private readonly RtpPacketizer _packetizer;
    private readonly RtpDepacketizer _depacketizer;
    private int _next;
    private int _received;

    public RtpBenchmarks()
    {
        _output = new MediaBufferWriter(_pool);
        _writer = new RtpPacketWriter(_output, new RtpSenderState(96, 1, default, 0), 0);
        RtpPayloadFormat format = RtpPayloadFormats.Find(H264Codec.Instance)!;
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);
        TrackFormat trackFormat = H264Sps.TryParse(Sps, out H264Sps? sps) ? H264Format.Of(sps) : throw new InvalidOperationException();
        Track track = new(0, trackFormat, sets);
        _packetizer = format.CreatePacketizer(trackFormat);
        UnitAssemblerOptions options = new(_pool, null);
        _depacketizer = format.CreateDepacketizer(new RtpTrackDescription(format, format.MapOf(trackFormat, 96), Protocols.Rtp.Sdp.FormatParameters.Empty, trackFormat, sets), options);
        for (int group = 0; group < Groups; group++)
        {
            _units[group] = [.. Enumerable.Range(0, Frames).Select(i => Unit(track, group * Frames + i, i == 0))];
            _packets[group] = [.. _units[group].Select(Packets)];
        }

        PacketCount = _packets[0].Sum(Count);
    }

    public int PacketCount { get; }

    [Benchmark]
    public int Packetize()
    {
        int bytes = 0;
        foreach (AccessUnit unit in _units[_next++ % Groups])
        {
            MediaBuffer group = Packets(unit);
            bytes += group.Length;
            group.Release();
        }

        return bytes;
    }

    [Benchmark]
    public int Depacketize()
    {
        foreach (MediaBuffer group in _packets[_next++ % Groups])
        {
            ReadOnlySpan<byte> bytes = group.Span;
            foreach (InterleavedPacket place in new InterleavedPackets(bytes))
            {
                if (RtpPacket.TryParse(bytes.Slice(place.Offset, place.Length), out RtpPacket packet, out _)) _depacketizer.Handle(packet, false, default, this);
            }
        }

        return _received;
    }

    [Benchmark]
    public uint Parse()
    {
        uint sum = 0;
        foreach (MediaBuffer group in _packets[_next++ % Groups])
        {
            ReadOnlySpan<byte> bytes = group.Span;
            foreach (InterleavedPacket place in new InterleavedPackets(bytes))
            {
                if (RtpPacket.TryParse(bytes.Slice(place.Offset, place.Length), out RtpPacket packet, out _)) sum += packet.Timestamp + (uint)packet.Payload.Length;
            }
        }

        return sum;
    }

    public void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit)
    {
        _received++;
        unit.Payload.Release();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _depacketizer.Dispose();
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    private AccessUnit Unit(Track track, int index, bool isKey)
    {
        byte[] payload = new byte[isKey ? KeyFrameBytes : FrameBytes];
        new Random(index).NextBytes(payload);
        BinaryPrimitives.WriteInt32BigEndian(payload, payload.Length - 4);
        (payload[4], payload[5], payload[6]) = isKey ? ((byte)0x65, (byte)0x88, (byte)0x80) : ((byte)0x41, (byte)0x9A, (byte)index);
        return new AccessUnit
        {
            Track = track,
            Sequence = index,
            DecodeTime = index * 3000L,
            PresentationOffset = 0,
            PathTime = 0,
            Arrival = default,
            RandomAccess = isKey ? Media.Tracks.RandomAccess.Idr : Media.Tracks.RandomAccess.None,
            Payload = _pool.Copy(payload),
        };
    }

    private MediaBuffer Packets(AccessUnit unit)
    {
        _packetizer.Packetize(unit, _writer);
        return _output.Detach();
    }

    private static int Count(MediaBuffer group)
    {
        int count = 0;
        foreach (InterleavedPacket _ in new InterleavedPackets(group.Span)) count++;
        return count;
    }
}
