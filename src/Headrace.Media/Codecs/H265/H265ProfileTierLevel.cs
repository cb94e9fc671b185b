using System.Globalization;
using System.Text;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>The general part of profile_tier_level (H.265, 7.3.3).</summary>
/// <param name="ProfileSpace">general_profile_space, 0 to 3.</param>
/// <param name="IsHighTier">general_tier_flag.</param>
/// <param name="ProfileIdc">general_profile_idc: 1 Main, 2 Main 10, 3 Main Still Picture, 4 range extensions.</param>
/// <param name="Compatibility">The 32 compatibility flags, flag 0 in the most significant bit.</param>
/// <param name="Constraints">The 48 bits after them, from general_progressive_source_flag on.</param>
/// <param name="LevelIdc">general_level_idc: 30 times the level.</param>
public readonly record struct H265ProfileTierLevel(byte ProfileSpace, bool IsHighTier, byte ProfileIdc, uint Compatibility, ulong Constraints, byte LevelIdc)
{
    /// <summary>
    /// Profile, tier and level as the <c>codecs</c> parameter has them after the sample entry's name (ISO/IEC 14496-15, E.3):
    /// <c>1.6.L93.B0</c>. Compatibility flags in reverse order, constraint bytes without trailing zeros.
    /// </summary>
    public string ToCodecString()
    {
        StringBuilder text = new();
        if (ProfileSpace > 0) text.Append((char)('A' + ProfileSpace - 1));
        text.Append(CultureInfo.InvariantCulture, $"{ProfileIdc}.{Reverse(Compatibility):X}.{(IsHighTier ? 'H' : 'L')}{LevelIdc}");
        for (ulong rest = Constraints << 16; rest != 0; rest <<= 8) text.Append(CultureInfo.InvariantCulture, $".{rest >> 56:X}");
        return text.ToString();
    }

    /// <summary>Reads it, and passes over what it says of sub-layers.</summary>
    internal static H265ProfileTierLevel Read(ref BitReader reader, int maxSubLayersMinus1)
    {
        byte space = (byte)reader.Read(2);
        bool isHigh = reader.ReadFlag();
        byte profile = (byte)reader.Read(5);
        uint compatibility = reader.Read(32);
        ulong constraints = (ulong)reader.Read(32) << 16 | reader.Read(16);
        byte level = (byte)reader.Read(8);
        if (maxSubLayersMinus1 > 0)
        {
            uint present = reader.Read(16);
            for (int i = 0; i < maxSubLayersMinus1; i++, present <<= 2) reader.Skip(((present & 0x8000) != 0 ? 88 : 0) + ((present & 0x4000) != 0 ? 8 : 0));
        }

        return new H265ProfileTierLevel(space, isHigh, profile, compatibility, constraints, level);
    }

    private static uint Reverse(uint value)
    {
        uint reversed = 0;
        for (int i = 0; i < 32; i++, value >>= 1) reversed = reversed << 1 | value & 1;
        return reversed;
    }
}
