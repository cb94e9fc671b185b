using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>NAL units of H.264 with true headers and invented contents.</summary>
internal static class H264Nals
{
    // 1280x720 of a camera; picture order count type 2, so that slice headers stay short.
    public static readonly byte[] Sps = Hex.Parse("674D401E95A0280BFE59B010");
    public static readonly byte[] OtherSps = Hex.Parse("674D002A95A81E0089F950");
    public static readonly byte[] Pps = Hex.Parse("68EE3C80");
    public static readonly byte[] OtherPps = Hex.Parse("685EA3CC0300");
    public static readonly byte[] Sei = Hex.Parse("0605040102030480");
    public static readonly byte[] Delimiter = Hex.Parse("0910");

    private static readonly int FrameNumBits = H264Sps.TryParse(Sps, out H264Sps? sps) ? sps.FrameNumBits : throw new InvalidOperationException("The sample is not a parameter set.");

    public static ParameterSets Sets => ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);

    /// <summary>A slice of an IDR picture.</summary>
    public static byte[] Idr(int firstMacroblock = 0, int length = 12, int picture = 0) => Slice(0x65, firstMacroblock, 7, 0, picture & 1, length);

    /// <summary>A slice of a P picture that others refer to.</summary>
    public static byte[] P(int frameNum, int firstMacroblock = 0, int length = 12) => Slice(0x41, firstMacroblock, 5, frameNum, null, length);

    private static byte[] Slice(byte header, int firstMacroblock, int type, int frameNum, int? idrPicId, int length)
    {
        List<bool> bits = [];
        AddUe(bits, firstMacroblock);
        AddUe(bits, type);
        AddUe(bits, 0);
        for (int i = FrameNumBits - 1; i >= 0; i--) bits.Add((frameNum >> i & 1) != 0);
        if (idrPicId is { } id) AddUe(bits, id);
        while (bits.Count % 8 != 0) bits.Add(true);

        // No zero bytes: neither start codes nor emulation prevention come into play.
        byte[] nal = new byte[Math.Max(length, 1 + bits.Count / 8)];
        new Random(header + firstMacroblock * 31 + frameNum * 1009 + length * 65_537).NextBytes(nal);
        for (int i = 0; i < nal.Length; i++) nal[i] |= 0x11;
        nal[0] = header;
        for (int i = 0; i < bits.Count; i += 8)
        {
            int value = 0;
            for (int j = 0; j < 8; j++) value = value << 1 | (bits[i + j] ? 1 : 0);
            nal[1 + i / 8] = (byte)value;
        }

        return nal;
    }

    private static void AddUe(List<bool> bits, int value)
    {
        int code = value + 1;
        int length = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)code);
        for (int i = 1; i < length; i++) bits.Add(false);
        for (int i = length - 1; i >= 0; i--) bits.Add((code >> i & 1) != 0);
    }
}
