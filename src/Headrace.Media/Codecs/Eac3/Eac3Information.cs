using Headrace.Media.Bits;
using Headrace.Media.Codecs.Ac3;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>What stands in a frame's bit stream information behind its header, as far as containers want it (ETSI TS 102 366, E.1.2.2).</summary>
/// <param name="BitStreamMode">bsmod: 0 where it is not stated.</param>
/// <param name="ChannelMap">chanmap of a dependent substream, the left channel in the most significant of 16 bits; 0 where there is none.</param>
/// <param name="IsSetStart">True unless the frame has fewer than six blocks and says that it does not begin six of them (convsync).</param>
/// <param name="Objects">Objects of joint coding, Dolby Atmos (ETSI TS 103 420, 8.3: complexity_index_type_a); 0 where there are none.</param>
internal readonly record struct Eac3Information(int BitStreamMode, ushort ChannelMap, bool IsSetStart, int Objects)
{
    private const byte HasObjects = 1;

    /// <summary>Reads it of a frame whose header was read; what is cut off is taken for absent.</summary>
    public static Eac3Information Read(ReadOnlySpan<byte> frame, in Eac3Header header)
    {
        if (header.BitStreamId <= Ac3Header.MaxBitStreamId) return new Eac3Information(frame[5] & 7, 0, true, 0);
        BitReader reader = new(frame);
        reader.Skip(Eac3Header.FixedBits);
        SkipLevels(ref reader);
        if (header.CodingMode == 0) SkipLevels(ref reader);
        ushort map = header.Kind == Eac3StreamKind.Dependent && reader.ReadFlag() ? (ushort)reader.Read(16) : (ushort)0;
        if (reader.ReadFlag()) SkipMixing(ref reader, header);
        int mode = reader.ReadFlag() ? ReadMode(ref reader, header) : 0;
        bool isStart = true;
        if (header.Kind == Eac3StreamKind.Independent && header.Blocks != Ac3Tables.BlocksPerUnit) isStart = reader.ReadFlag();
        if (header.Kind == Eac3StreamKind.Converted && (header.Blocks == Ac3Tables.BlocksPerUnit || reader.ReadFlag())) reader.Skip(6);
        int objects = reader.ReadFlag() ? ReadObjects(ref reader) : 0;
        return reader.HasFailed ? new Eac3Information(0, map, true, 0) : new Eac3Information(mode, map, isStart, objects);
    }

    // dialnorm, compre, compr
    private static void SkipLevels(ref BitReader reader)
    {
        reader.Skip(5);
        if (reader.ReadFlag()) reader.Skip(8);
    }

    // mixmdate
    private static void SkipMixing(ref BitReader reader, in Eac3Header header)
    {
        int coding = header.CodingMode;
        if (coding > 2) reader.Skip(2);
        if ((coding & 1) != 0 && coding > 2) reader.Skip(6);
        if ((coding & 4) != 0) reader.Skip(6);
        if (header.HasLfe && reader.ReadFlag()) reader.Skip(5);
        if (header.Kind != Eac3StreamKind.Independent) return;
        SkipWhere(ref reader, 6, coding == 0 ? 2 : 1); // pgmscle
        SkipWhere(ref reader, 6, 1); // extpgmscle
        uint definition = reader.Read(2); // mixdef
        if (definition == 3) reader.Skip(((int)reader.Read(5) + 2) * 8);
        else if (definition > 0) reader.Skip(definition == 1 ? 5 : 12);
        if (coding < 2) SkipWhere(ref reader, 14, coding == 0 ? 2 : 1); // paninfoe
        if (!reader.ReadFlag()) return; // frmmixcfginfoe
        if (header.Blocks == 1) reader.Skip(5);
        else SkipWhere(ref reader, 5, header.Blocks);
    }

    // infomdate
    private static int ReadMode(ref BitReader reader, in Eac3Header header)
    {
        int mode = (int)reader.Read(3);
        reader.Skip(2); // copyrightb, origbs
        if (header.CodingMode == 2) reader.Skip(4); // dsurmod, dheadphonmod
        if (header.CodingMode >= 6) reader.Skip(2); // dsurexmod
        SkipWhere(ref reader, 8, header.CodingMode == 0 ? 2 : 1); // audprodie
        if (header.RateCode != Ac3Tables.ReservedRateCode) reader.Skip(1); // sourcefscod
        return mode;
    }

    // addbsi
    private static int ReadObjects(ref BitReader reader)
    {
        int bytes = (int)reader.Read(6) + 1;
        if (bytes < 2) return 0;
        return (reader.Read(8) & HasObjects) != 0 ? (int)reader.Read(8) : 0;
    }

    private static void SkipWhere(ref BitReader reader, int bits, int times)
    {
        for (; times > 0; times--)
        {
            if (reader.ReadFlag()) reader.Skip(bits);
        }
    }
}
