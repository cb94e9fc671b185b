using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Headrace.Media.Bits;

namespace Headrace.Benchmarks.Bits;

/// <summary>One second of 4.2 Mbit/s (30 pictures of four slices) split into NAL units: by start codes as an encoder writes them, and by lengths as they are kept.</summary>
public class NalUnitBenchmarks
{
    private const int Units = 120;
    private const int UnitBytes = 4_375;

    private readonly byte[] _startCodes = new byte[Units * (UnitBytes + 4)];
    private readonly byte[] _lengths = new byte[Units * (UnitBytes + 4)];

    public NalUnitBenchmarks()
    {
        Random random = new(1);
        byte[] unit = new byte[UnitBytes];
        for (int i = 0; i < Units; i++)
        {
            // Coded slices never hold 00 00 00 to 00 00 03: most bytes are not zero.
            for (int at = 0; at < unit.Length; at++) unit[at] = (byte)random.Next(1, 256);
            unit[0] = 0x41;
            int place = i * (UnitBytes + 4);
            BinaryPrimitives.WriteInt32BigEndian(_startCodes.AsSpan(place), 1);
            BinaryPrimitives.WriteInt32BigEndian(_lengths.AsSpan(place), UnitBytes);
            unit.CopyTo(_startCodes.AsSpan(place + 4));
            unit.CopyTo(_lengths.AsSpan(place + 4));
        }
    }

    [Benchmark]
    public int ByStartCodes()
    {
        int bytes = 0;
        foreach (ReadOnlySpan<byte> unit in new AnnexB(_startCodes)) bytes += unit.Length;
        return bytes;
    }

    [Benchmark]
    public int ByLengths()
    {
        int bytes = 0;
        foreach (ReadOnlySpan<byte> unit in new NalUnits(_lengths)) bytes += unit.Length;
        return bytes;
    }
}
