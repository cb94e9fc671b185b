using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>
/// The AVCDecoderConfigurationRecord of MP4's <c>avcC</c> box and of FLV's sequence header (ISO/IEC 14496-15, 5.3.3.1).
/// <code>
/// | version 1 | profile | constraints | level | 111111 length size - 1 | 111 SPS count | (length 16, SPS)* | PPS count 8 | (length 16, PPS)* |
/// above the Main profile also: | 111111 chroma format | 11111 luma depth - 8 | 11111 chroma depth - 8 | SPS extension count 8 |
/// </code>
/// </summary>
/// <param name="LengthSize">Bytes of the length before each NAL unit of a sample, 1 to 4.</param>
/// <param name="ParameterSets">The sets; empty where they come in-band only (<c>avc3</c>).</param>
/// <param name="Format">What the first sequence parameter set says, or null when there is none.</param>
public sealed record H264Config(int LengthSize, ParameterSets ParameterSets, H264Format? Format)
{
    private const int HeaderLength = 6;
    private const int MaxSps = 31;
    private const int MaxPps = 255;

    /// <summary>
    /// Reads a record. False when its version is not 1 or it ends too early; sets that cannot be parsed are left out, and what follows the
    /// picture parameter sets is passed over (some muxers leave it out, others leave rubbish).
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> record, [NotNullWhen(true)] out H264Config? config)
    {
        config = null;
        if (record.Length < HeaderLength + 1 || record[0] != 1) return false;
        int lengthSize = (record[4] & 3) + 1;
        int sequenceSets = record[5] & 0x1F;
        H264ParameterTable table = new();
        ReadOnlySpan<byte> rest = record[HeaderLength..];
        if (!TryReadSets(ref rest, sequenceSets, table) || rest.IsEmpty) return false;
        int pictureSets = rest[0];
        rest = rest[1..];
        if (!TryReadSets(ref rest, pictureSets, table)) return false;
        config = new H264Config(lengthSize, table.Sets, table.FirstFormat);
        return true;
    }

    /// <summary>Writes the record for canonical payloads. False, with nothing written, when there is no sequence parameter set.</summary>
    public static bool TryWrite(IBufferWriter<byte> destination, ParameterSets sets)
    {
        if (sets.Sets is not [{ Kind: ParameterSetKind.Sps } first, ..] || !H264Sps.TryParse(first.Nal.Span, out H264Sps? sps)) return false;
        destination.Write<byte>([1, sps.ProfileIdc, sps.Constraints, sps.LevelIdc, 0xFF]);
        WriteSets(destination, sets, ParameterSetKind.Sps, 0xE0, MaxSps);
        WriteSets(destination, sets, ParameterSetKind.Pps, 0, MaxPps);
        if (sps.ProfileIdc is 66 or 77 or 88) return true;
        destination.Write<byte>([(byte)(0xFC | sps.ChromaFormat), (byte)(0xF8 | sps.BitDepthLuma - 8), (byte)(0xF8 | sps.BitDepthChroma - 8), 0]);
        return true;
    }

    private static bool TryReadSets(ref ReadOnlySpan<byte> rest, int count, H264ParameterTable table)
    {
        for (int i = 0; i < count; i++)
        {
            if (rest.Length < 2) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (rest.Length < 2 + length) return false;
            table.TryAdd(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }

        return true;
    }

    private static void WriteSets(IBufferWriter<byte> destination, ParameterSets sets, ParameterSetKind kind, byte reserved, int most)
    {
        int count = 0;
        foreach (ParameterSet set in sets.Sets) count += set.Kind == kind ? 1 : 0;
        count = Math.Min(count, most);
        destination.Write<byte>([(byte)(reserved | count)]);
        foreach (ParameterSet set in sets.Sets)
        {
            if (set.Kind != kind || count-- <= 0) continue;
            BinaryPrimitives.WriteUInt16BigEndian(destination.GetSpan(2), (ushort)set.Nal.Length);
            destination.Advance(2);
            destination.Write(set.Nal.Span);
        }
    }
}
