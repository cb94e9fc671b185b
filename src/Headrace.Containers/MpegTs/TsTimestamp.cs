using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs;

/// <summary>Timestamps of 33 bits at 90 kHz (ISO/IEC 13818-1, 2.4.3.5 and 2.4.3.7). They wrap around after 26.5 hours.</summary>
public static class TsTimestamp
{
    /// <summary>Ticks a second.</summary>
    public const int ClockRate = 90_000;

    /// <summary>The greatest timestamp.</summary>
    public const long Mask = (1L << 33) - 1;

    internal const int Length = 5;
    internal const int PcrLength = 6;

    /// <summary>The signed distance from one timestamp to another, less than half the range either way.</summary>
    public static long Difference(long later, long earlier) => (later - earlier) << 31 >> 31;

    /// <summary>The time nearest to <paramref name="near"/> that has these 33 bits.</summary>
    public static long Unwrap(long timestamp, long near) => near + Difference(timestamp, near);

    /// <summary>Writes a PTS or DTS: four bits of prefix, and 3, 15 and 15 bits with a marker behind each.</summary>
    internal static void Write(Span<byte> destination, int prefix, long ticks)
    {
        destination[0] = (byte)(prefix << 4 | (int)(ticks >> 29) & 0x0E | 1);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)(ticks >> 14 | 1));
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], (ushort)(ticks << 1 | 1));
    }

    /// <summary>Reads a PTS or DTS. False when a marker is missing.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> source, out long ticks)
    {
        ushort middle = BinaryPrimitives.ReadUInt16BigEndian(source[1..]);
        ushort low = BinaryPrimitives.ReadUInt16BigEndian(source[3..]);
        ticks = (long)(source[0] >> 1 & 7) << 30 | (long)(middle >> 1) << 15 | (long)(low >> 1);
        return (source[0] & middle & low & 1) == 1;
    }

    /// <summary>Writes a PCR: 33 bits, six reserved ones, nine bits of 27 MHz that are 0.</summary>
    internal static void WritePcr(Span<byte> destination, long ticks)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)(ticks >> 1));
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], (ushort)((ticks & 1) << 15 | 0x7E00));
    }

    /// <summary>Reads the 33 bits of a PCR; the 27 MHz below them are left out.</summary>
    internal static long ReadPcr(ReadOnlySpan<byte> source) => (long)BinaryPrimitives.ReadUInt32BigEndian(source) << 1 | (long)(source[4] >> 7);
}
