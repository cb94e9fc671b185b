using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Aac;

/// <summary>A StreamMuxConfig (ISO/IEC 14496-3, 1.7.3) of one program with one layer, whose frames say their lengths: what senders of sound use.</summary>
/// <param name="Format">The AAC in it.</param>
/// <param name="Frames">Frames in an element.</param>
public sealed record LatmMuxConfig(AacFormat Format, int Frames)
{
    /// <summary>Greatest length, in bytes.</summary>
    public const int MaxLength = AacConfig.MaxLength;

    /// <summary>Parses one that stands alone. False for more programs or layers, for frames of fixed length and for other data beside them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out LatmMuxConfig? config)
    {
        config = null;
        BitReader reader = new(bytes);
        return bytes.Length <= MaxLength && TryRead(ref reader, out config);
    }

    /// <summary>Reads one that stands among other bits, up to what says whether a checksum follows. False as for <see cref="TryParse"/>.</summary>
    public static bool TryRead(ref BitReader reader, [NotNullWhen(true)] out LatmMuxConfig? config)
    {
        config = null;
        bool hasLength = reader.ReadFlag();
        if (hasLength)
        {
            if (reader.ReadFlag()) return false; // audioMuxVersionA: not defined
            ReadValue(ref reader);
        }

        if (!reader.ReadFlag()) return false; // allStreamsSameTimeFraming
        int frames = (int)reader.Read(6) + 1;
        if (reader.Read(4) != 0 || reader.Read(3) != 0) return false; // numProgram, numLayer
        if (!TryReadFormat(ref reader, hasLength ? (int)ReadValue(ref reader) : null, out AacFormat? format)) return false;
        if (reader.Read(3) != 0) return false; // frameLengthType
        reader.Skip(8); // latmBufferFullness
        if (reader.ReadFlag() || reader.HasFailed) return false; // otherDataPresent
        config = new LatmMuxConfig(format, frames);
        return true;
    }

    /// <summary>The AudioSpecificConfig begins at any bit; without a length it ends where what it says ends.</summary>
    private static bool TryReadFormat(ref BitReader reader, int? length, [NotNullWhen(true)] out AacFormat? format)
    {
        format = null;
        Span<byte> bytes = stackalloc byte[MaxLength];
        BitReader ahead = reader;
        int count = 0;
        while (ahead.BitsLeft > 0 && count < MaxLength)
        {
            int bits = Math.Min(8, ahead.BitsLeft);
            bytes[count++] = (byte)(ahead.Read(bits) << (8 - bits));
        }

        if (!AacConfig.TryParse(bytes[..count], out AacConfig? config)) return false;
        int taken = length ?? config.CoreBits;
        if (taken <= 0 || taken > count * 8) return false;
        reader.Skip(taken);
        bytes = bytes[..((taken + 7) / 8)];
        if (taken % 8 != 0) bytes[^1] &= (byte)(0xFF << (8 - taken % 8));
        return AacFormat.TryParse(bytes, out format);
    }

    // LatmGetValue()
    private static uint ReadValue(ref BitReader reader) => reader.Read(8 * ((int)reader.Read(2) + 1));
}
