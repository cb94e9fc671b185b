using Headrace.Media.Bits;
using Headrace.Media.Codecs.Av1;

namespace Headrace.Protocols.Rtp.PayloadFormats.Av1;

/// <summary>
/// What stands before the elements of a packet (RTP Payload Format For AV1, 4.4: the aggregation header).
/// <code>
/// | Z 1 | Y 1 | W 2 | N 1 | reserved 3 |   then (size: leb128, element)*, the last without size where W is not 0
/// </code>
/// </summary>
internal static class Av1Payload
{
    public const int HeaderLength = 1;

    /// <summary>Z: the first element goes on with one of the packet before.</summary>
    public const byte ContinuesLast = 0x80;

    /// <summary>Y: the last element goes on in the next packet.</summary>
    public const byte GoesOn = 0x40;

    /// <summary>N: the packet is the first of a coded video sequence.</summary>
    public const byte NewSequence = 0x08;

    /// <summary>Greatest number of elements that the header can count.</summary>
    public const int MaxCounted = 3;

    private const byte Reserved = 0x07;
    private const int CountShift = 4;

    /// <summary>W: how many elements there are, or 0 where it is not said and each has its size.</summary>
    public static int CountOf(byte header) => header >> CountShift & MaxCounted;

    /// <summary>W in its place.</summary>
    public static byte Count(int elements) => (byte)(elements << CountShift);

    /// <summary>Takes the next element off. False when its size is none, or goes past the end.</summary>
    /// <param name="isSized">Whether its size stands before it.</param>
    /// <param name="rest">What is left of the payload.</param>
    /// <param name="element">The element.</param>
    public static bool TryTake(bool isSized, ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> element)
    {
        element = rest;
        if (!isSized)
        {
            rest = [];
            return true;
        }

        if (!Leb128.TryRead(rest, out uint size, out int length) || size > (uint)(rest.Length - length)) return false;
        element = rest.Slice(length, (int)size);
        rest = rest[(length + (int)size)..];
        return true;
    }

    /// <summary>Whether a payload begins a coded video sequence and holds its sequence header.</summary>
    public static bool BeginsSequence(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= HeaderLength || (payload[0] & (ContinuesLast | NewSequence | Reserved)) != NewSequence) return false;
        ReadOnlySpan<byte> rest = payload[HeaderLength..];
        return TryTake(CountOf(payload[0]) != 1, ref rest, out ReadOnlySpan<byte> element)
            && Av1Obu.TryRead(element, out Av1Obu obu, out _)
            && obu.Type == Av1ObuType.SequenceHeader
            && Av1SequenceHeader.TryParse(obu.Payload, out _);
    }
}
