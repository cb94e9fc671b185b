namespace Headrace.Interop.Tests.Changes;

/// <summary>
/// Gives the later pictures of an H.264 byte stream another picture parameter set, with another id and the same contents. It is made for streams of x264 with
/// <c>sps-id=1</c>, whose one set has id 1: Exp-Golomb 010, and 011 is 2, so that one bit makes the change and nothing moves (ITU-T H.264, 7.3.2.2, 7.3.3, 9.1).
/// </summary>
internal static class PictureParameterSets
{
    private const int NonIdrSlice = 1;
    private const int IdrSlice = 5;
    private const int PictureParameterSet = 8;
    private static readonly byte[] StartCode = [0, 0, 0, 1];

    /// <summary>The stream whose slices from the given one on refer to set 2, which comes right before that slice and then after each set 1. Pictures have one slice.</summary>
    internal static byte[] ChangeFrom(ReadOnlySpan<byte> stream, int slice)
    {
        using MemoryStream output = new();
        byte[] second = [];
        int slices = 0;
        foreach (Range range in Units(stream))
        {
            byte[] unit = stream[range].ToArray();
            int type = unit[0] & 0x1F;
            if (type is NonIdrSlice or IdrSlice)
            {
                if (slices == slice) Write(output, second);
                if (slices++ >= slice) FlipLastBitOfId(unit, fieldsBefore: 2);
            }
            Write(output, unit);
            if (type != PictureParameterSet) continue;
            second = unit;
            FlipLastBitOfId(second, fieldsBefore: 0);
            if (slices > slice) Write(output, second);
        }
        return output.ToArray();
    }

    private static void Write(MemoryStream output, byte[] unit)
    {
        output.Write(StartCode);
        output.Write(unit);
    }

    private static void FlipLastBitOfId(byte[] unit, int fieldsBefore)
    {
        int bit = 8;
        for (int i = 0; i < fieldsBefore; i++) SkipExpGolomb(unit, ref bit);
        int start = bit;
        SkipExpGolomb(unit, ref bit);
        if (bit - start != 3) throw new InvalidDataException("The picture parameter set has not the id 1.");
        unit[(bit - 1) / 8] ^= (byte)(0x80 >> ((bit - 1) % 8));
    }

    private static void SkipExpGolomb(byte[] unit, ref int bit)
    {
        int zeros = 0;
        while ((unit[bit / 8] & (0x80 >> (bit % 8))) == 0)
        {
            zeros++;
            bit++;
        }
        bit += zeros + 1;
    }

    private static List<Range> Units(ReadOnlySpan<byte> stream)
    {
        List<Range> units = [];
        ReadOnlySpan<byte> mark = [0, 0, 1];
        int start = stream.IndexOf(mark) + mark.Length;
        while (start < stream.Length)
        {
            int next = stream[start..].IndexOf(mark);
            int end = next < 0 ? stream.Length : start + next;
            // The byte before a start code of four bytes belongs to it, and no unit ends with a zero (7.4.1).
            int last = end;
            while (stream[last - 1] == 0) last--;
            units.Add(start..last);
            start = end + mark.Length;
        }
        return units;
    }
}
