using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H265;

/// <summary>
/// The HEVCDecoderConfigurationRecord of MP4's <c>hvcC</c> box and of FLV's sequence header (ISO/IEC 14496-15, 8.3.3.1).
/// <code>
/// | version 1 | space 2, tier 1, profile 5 | compatibility 32 | constraints 48 | level 8 | 1111 segmentation 12 | 111111 parallelism 2 |
/// | 111111 chroma 2 | 11111 luma - 8: 3 | 11111 chroma - 8: 3 | frame rate 16 | constant 2, layers 3, nested 1, length size - 1: 2 |
/// | arrays 8 | (complete 1, 0, type 6 | count 16 | (length 16, NAL unit)*)* |
/// </code>
/// </summary>
/// <param name="LengthSize">Bytes of the length before each NAL unit of a sample, 1 to 4.</param>
/// <param name="ParameterSets">The sets; empty where they come in-band only (<c>hev1</c>).</param>
/// <param name="Format">What the first sequence parameter set says, or null when there is none.</param>
public sealed record H265Config(int LengthSize, ParameterSets ParameterSets, H265Format? Format)
{
    private const int HeaderLength = 23;
    private const byte Complete = 0x80;

    /// <summary>
    /// Reads a record. False when its version is above 1 or it ends too early; sets that cannot be parsed, SEI and unknown arrays are left
    /// out. Version 0, which muxers wrote before the standard was done, reads the same.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> record, [NotNullWhen(true)] out H265Config? config)
    {
        config = null;
        if (record.Length < HeaderLength || record[0] > 1) return false;
        int lengthSize = (record[21] & 3) + 1;
        int arrays = record[22];
        H265ParameterTable table = new();
        ReadOnlySpan<byte> rest = record[HeaderLength..];
        for (int i = 0; i < arrays; i++)
        {
            if (!TryReadArray(ref rest, table)) return false;
        }

        config = new H265Config(lengthSize, table.Sets, table.FirstFormat);
        return true;
    }

    /// <summary>Writes the record for canonical payloads. False, with nothing written, when there is no sequence parameter set.</summary>
    public static bool TryWrite(IBufferWriter<byte> destination, ParameterSets sets)
    {
        if (!TryFindSps(sets, out H265Sps? sps)) return false;
        H265ProfileTierLevel profile = sps.Profile;
        Span<byte> header = destination.GetSpan(HeaderLength)[..HeaderLength];
        header[0] = 1;
        header[1] = (byte)(profile.ProfileSpace << 6 | (profile.IsHighTier ? 0x20 : 0) | profile.ProfileIdc);
        BinaryPrimitives.WriteUInt32BigEndian(header[2..], profile.Compatibility);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)(profile.Constraints >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], (uint)profile.Constraints);
        header[12] = profile.LevelIdc;
        BinaryPrimitives.WriteUInt16BigEndian(header[13..], 0xF000);
        header[15] = 0xFC;
        header[16] = (byte)(0xFC | sps.ChromaFormat);
        header[17] = (byte)(0xF8 | sps.BitDepthLuma - 8);
        header[18] = (byte)(0xF8 | sps.BitDepthChroma - 8);
        BinaryPrimitives.WriteUInt16BigEndian(header[19..], 0);
        header[21] = (byte)(sps.TemporalLayers << 3 | (sps.IsTemporalIdNested ? 4 : 0) | 3);
        header[22] = (byte)((Count(sets, ParameterSetKind.Vps) > 0 ? 1 : 0) + 1 + (Count(sets, ParameterSetKind.Pps) > 0 ? 1 : 0));
        destination.Advance(HeaderLength);
        WriteArray(destination, sets, ParameterSetKind.Vps, H265NalType.Vps);
        WriteArray(destination, sets, ParameterSetKind.Sps, H265NalType.Sps);
        WriteArray(destination, sets, ParameterSetKind.Pps, H265NalType.Pps);
        return true;
    }

    private static bool TryReadArray(ref ReadOnlySpan<byte> rest, H265ParameterTable table)
    {
        if (rest.Length < 3) return false;
        bool isSet = (H265NalType)(rest[0] & 0x3F) is H265NalType.Vps or H265NalType.Sps or H265NalType.Pps;
        int count = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
        rest = rest[3..];
        for (int i = 0; i < count; i++)
        {
            if (rest.Length < 2) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (rest.Length < 2 + length) return false;
            if (isSet) table.TryAdd(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }

        return true;
    }

    private static bool TryFindSps(ParameterSets sets, [NotNullWhen(true)] out H265Sps? sps)
    {
        sps = null;
        foreach (ParameterSet set in sets.Sets)
        {
            if (set.Kind == ParameterSetKind.Sps) return H265Sps.TryParse(set.Nal.Span, out sps);
        }

        return false;
    }

    private static int Count(ParameterSets sets, ParameterSetKind kind)
    {
        int count = 0;
        foreach (ParameterSet set in sets.Sets) count += set.Kind == kind ? 1 : 0;
        return count;
    }

    private static void WriteArray(IBufferWriter<byte> destination, ParameterSets sets, ParameterSetKind kind, H265NalType type)
    {
        int count = Count(sets, kind);
        if (count == 0) return;
        Span<byte> header = destination.GetSpan(3);
        header[0] = (byte)(Complete | (byte)type);
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)count);
        destination.Advance(3);
        foreach (ParameterSet set in sets.Sets)
        {
            if (set.Kind != kind) continue;
            BinaryPrimitives.WriteUInt16BigEndian(destination.GetSpan(2), (ushort)set.Nal.Length);
            destination.Advance(2);
            destination.Write(set.Nal.Span);
        }
    }
}
