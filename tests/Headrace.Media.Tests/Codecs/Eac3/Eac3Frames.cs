using Headrace.Media.Tests.Bits;

namespace Headrace.Media.Tests.Codecs.Eac3;

/// <summary>Frames of E-AC-3 that no encoder at hand makes: headers as they would be, and nothing behind them.</summary>
internal static class Eac3Frames
{
    /// <summary>A frame of so many bytes.</summary>
    public static byte[] Make(int kind, int substream, int blocksCode = 3, int codingMode = 7, bool hasLfe = true, int size = 64, int rateCode = 0, ushort map = 0, bool isSetStart = true, int objects = 0, Action<BitWriter>? mixing = null, int mode = 0)
    {
        BitWriter bits = new BitWriter().Write(0x0B77, 16).Write((uint)kind, 2).Write((uint)substream, 3).Write((uint)(size / 2 - 1), 11);
        bits.Write((uint)rateCode, 2).Write((uint)blocksCode, 2).Write((uint)codingMode, 3).Flag(hasLfe).Write(16, 5);
        bits.Write(31, 5).Flag(true).Write(0xAA, 8);
        if (codingMode == 0) bits.Write(31, 5).Flag(false);
        if (kind == 1)
        {
            bits.Flag(map != 0);
            if (map != 0) bits.Write(map, 16);
        }

        bits.Flag(mixing is not null);
        mixing?.Invoke(bits);
        bits.Flag(mode != 0);
        if (mode != 0)
        {
            bits.Write((uint)mode, 3).Write(0, 2);
            if (codingMode == 2) bits.Write(0, 4);
            if (codingMode >= 6) bits.Write(0, 2);
            bits.Flag(true).Write(0xFF, 8);
            if (codingMode == 0) bits.Flag(false);
            if (rateCode != 3) bits.Flag(true);
        }

        if (kind == 0 && blocksCode != 3 && rateCode != 3) bits.Flag(isSetStart);
        if (kind == 2) bits.Write(0, blocksCode == 3 ? 6 : 1);
        bits.Flag(objects > 0);
        if (objects > 0) bits.Write(1, 6).Write(1, 8).Write((uint)objects, 8);
        byte[] bytes = bits.ToBytes();
        return [.. bytes, .. new byte[size - bytes.Length]];
    }
}
