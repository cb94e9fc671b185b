using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Codecs.Ac3;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>Writes a unit of E-AC-3 that decodes to silence (ETSI TS 102 366, E.1.2), in the way of <see cref="Ac3Silence"/>: of one program without dependent substreams.</summary>
internal static class Eac3Silence
{
    private const int MaxLength = 512;
    private const int SixBlocks = 3;
    private const int QuietestDialogue = 31;
    private const int FrameSizeAt = 5;

    /// <summary>The unit for a format; null for several substreams, for frames of AC-3, and for halved sample rates.</summary>
    public static SilentFrame? Of(Eac3Format format)
    {
        if (format.Programs is not [{ Dependents: 0, BitStreamId: > Ac3Header.MaxBitStreamId, RateCode: not Ac3Tables.ReservedRateCode } program]) return null;
        byte[] bytes = new byte[MaxLength];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Ac3Header.Sync);
        BitFieldWriter writer = new(bytes.AsSpan(2));
        writer.Write(0, FrameSizeAt + 11); // strmtyp, substreamid; frmsiz when it is known
        WriteInformation(ref writer, program);
        WriteFrame(ref writer, program);
        for (int block = 0; block < Ac3Tables.BlocksPerUnit; block++) WriteBlock(ref writer, program, block == 0);
        int words = (2 + writer.Length + 1) / 2 + 1;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(words - 1));
        Span<byte> frame = bytes.AsSpan(0, words * 2);
        BinaryPrimitives.WriteUInt16BigEndian(frame[^2..], Crc16.Of(frame[2..^2]));
        return new SilentFrame(bytes.AsMemory(0, words * 2), Ac3Header.SamplesPerFrame);
    }

    // E.1.2.2
    private static void WriteInformation(ref BitFieldWriter writer, in Eac3Program program)
    {
        writer.Write((uint)program.RateCode, 2);
        writer.Write(SixBlocks, 2);
        writer.Write((uint)program.CodingMode, 3);
        writer.Write(program.HasLfe ? 1u : 0, 1);
        writer.Write((uint)program.BitStreamId, 5);
        for (int each = program.CodingMode == 0 ? 2 : 1; each > 0; each--)
        {
            writer.Write(QuietestDialogue, 5);
            writer.Write(0, 1); // compre
        }

        writer.Write(0, 3); // mixmdate, infomdate, addbsie
    }

    // E.1.2.3: exponents by blocks, offsets for the whole frame, dither told of by blocks.
    private static void WriteFrame(ref BitFieldWriter writer, in Eac3Program program)
    {
        int channels = Ac3Tables.ChannelsOf(program.CodingMode);
        writer.Write(1, 1); // expstre
        writer.Write(0, 5); // ahte, snroffststr, transproce, blkswe
        writer.Write(1, 1); // dithflage
        writer.Write(0, 5); // bamode, frmfgaincode, dbaflde, skipflde, spxattene
        if (program.CodingMode > 1) writer.Write(0, Ac3Tables.BlocksPerUnit); // cplinu, cplstre of the other blocks
        for (int block = 0; block < Ac3Tables.BlocksPerUnit; block++) Ac3Exponents.WriteStrategies(ref writer, channels, block == 0);
        if (program.HasLfe) writer.Write(1 << (Ac3Tables.BlocksPerUnit - 1), Ac3Tables.BlocksPerUnit); // lfeexpstr
        for (int channel = 0; channel < channels; channel++) writer.Write(0, 5); // convexpstr
        writer.Write(0, 6 + 4); // frmcsnroffst, frmfsnroffst
        writer.Write(0, 1); // blkstrtinfoe
    }

    // E.1.2.4
    private static void WriteBlock(ref BitFieldWriter writer, in Eac3Program program, bool isFirst)
    {
        int channels = Ac3Tables.ChannelsOf(program.CodingMode);
        writer.Write(0, channels); // dithflag
        writer.Write(0, program.CodingMode == 0 ? 2 : 1); // dynrnge
        writer.Write(0, 1); // spxinu, then spxstre
        if (program.CodingMode == 2) writer.Write(0, isFirst ? 4 : 1); // rematflg, then rematstr
        if (isFirst) Ac3Exponents.Write(ref writer, channels, program.HasLfe);
        writer.Write(0, 1); // convsnroffste
    }
}
