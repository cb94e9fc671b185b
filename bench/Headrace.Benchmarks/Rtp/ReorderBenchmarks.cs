using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Receiving;

namespace Headrace.Benchmarks.Rtp;

/// <summary>Packets of 1,200 bytes received in order, and as a network that loses 2 % and swaps one in ten brings them: <see cref="Packets"/> a call.</summary>
public class ReorderBenchmarks : IRtpPacketSink, IDisposable
{
    public const int Packets = 65_536;

    private readonly byte[][] _inOrder = [.. Enumerable.Range(0, Packets).Select(Make)];
    private readonly byte[][] _disturbed;
    private readonly RtpReception _reception = new(90_000, new RtpReorderLimits(), new MediaBufferPool(), null);
    private long _now;
    private long _received;

    public ReorderBenchmarks()
    {
        Random random = new(1);
        List<byte[]> arriving = [.. _inOrder.Where(_ => random.NextDouble() >= 0.02)];
        for (int i = 0; i + 4 < arriving.Count; i++)
        {
            if (random.Next(10) == 0) (arriving[i], arriving[i + 4]) = (arriving[i + 4], arriving[i]);
        }

        _disturbed = [.. arriving];
    }

    [Benchmark(OperationsPerInvoke = Packets)]
    public long InOrder() => Receive(_inOrder);

    [Benchmark(OperationsPerInvoke = Packets)]
    public long LostAndSwapped() => Receive(_disturbed);

    /// <inheritdoc/>
    public void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival) => _received++;

    /// <inheritdoc/>
    public void Dispose()
    {
        _reception.Dispose();
        GC.SuppressFinalize(this);
    }

    private static byte[] Make(int number)
    {
        byte[] packet = new byte[1200];
        packet[0] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)number);
        return packet;
    }

    private long Receive(byte[][] packets)
    {
        foreach (byte[] bytes in packets)
        {
            // 2 ms apart: a stream of 5 Mbit/s.
            _now += 2_000_000;
            if (RtpPacket.TryParse(bytes, out RtpPacket packet, out _)) _reception.HandleRtp(packet, new MonotonicTime(_now), this);
        }

        return _received;
    }
}
