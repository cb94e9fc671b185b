namespace Headrace.Endpoints.Tests.Made;

/// <summary>H.264 of our own making: parameter sets without reordering, slices whose headers are true and whose data is random.</summary>
internal static class MadeH264
{
    private const int FrameNumBits = 8;

    public static byte[] Sps { get; } = MakeSps();

    public static byte[] Pps { get; } = MakePps();

    /// <summary>A slice that begins at a macroblock; of the same arguments it is always the same.</summary>
    public static byte[] Slice(bool isIdr, int frame, int firstMacroblock, int bytes, Random random)
    {
        BitWriter header = new();
        header.Ue((uint)firstMacroblock).Ue(isIdr ? 7u : 5u).Ue(0).Bits(isIdr ? 0 : (uint)frame & ((1 << FrameNumBits) - 1), FrameNumBits);
        if (isIdr) header.Ue((uint)frame % 16);
        byte[] begin = Escaped(header.Pad());
        byte[] nal = new byte[Math.Max(bytes, begin.Length + 9)];
        nal[0] = isIdr ? (byte)0x65 : (byte)0x41;
        begin.CopyTo(nal, 1);

        // Nothing below 4: no start code, no emulation prevention.
        for (int i = 1 + begin.Length; i < nal.Length; i++) nal[i] = (byte)random.Next(4, 256);
        return nal;
    }

    /// <summary>A user-data message, which servers keep.</summary>
    public static byte[] Sei(int frame) => [0x06, 0x05, 0x11, .. Enumerable.Repeat((byte)0x5A, 16), (byte)(frame % 200 + 4), 0x80];

    private static byte[] MakeSps()
    {
        BitWriter bits = new();
        bits.Bits(66, 8).Bits(0xC0, 8).Bits(31, 8).Ue(0).Ue(FrameNumBits - 4).Ue(2).Ue(1).Bits(0, 1);
        bits.Ue(640 / 16 - 1).Ue(368 / 16 - 1).Bits(1, 1).Bits(1, 1).Bits(0, 1).Bits(0, 1);
        return [0x67, .. Escaped(bits.Stop())];
    }

    private static byte[] MakePps()
    {
        BitWriter bits = new();
        bits.Ue(0).Ue(0).Bits(0, 2).Ue(0).Ue(0).Ue(0).Bits(0, 3).Ue(0).Ue(0).Ue(0).Bits(0, 3);
        return [0x68, .. Escaped(bits.Stop())];
    }

    private static byte[] Escaped(byte[] bytes)
    {
        List<byte> escaped = [];
        foreach (byte one in bytes)
        {
            if (one <= 3 && escaped is [.., 0, 0]) escaped.Add(3);
            escaped.Add(one);
        }

        return [.. escaped];
    }
}
