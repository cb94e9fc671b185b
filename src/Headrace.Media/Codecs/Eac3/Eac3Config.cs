using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;
using Headrace.Media.Codecs.Ac3;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>
/// The content of MP4's <c>dec3</c> box (ETSI TS 102 366, F.6; the objects: ETSI TS 103 420, 8.3.2).
/// <code>
/// | data_rate 13 | num_ind_sub - 1: 3 | of each: fscod 2, bsid 5, 0, asvc 1, bsmod 3, acmod 3, lfeon 1, 0 3, num_dep_sub 4, chan_loc 9 or 0 1 | 0 7, objects? 1, how many 8 |
/// </code>
/// </summary>
public static class Eac3Config
{
    /// <summary>Greatest length of the content, in bytes.</summary>
    public const int MaxLength = 2 + MaxPrograms * 4 + 2;

    private const int MaxPrograms = 8;
    private const int MaxDataRate = (1 << 13) - 1;
    private const int MaxDependents = 8;

    /// <summary>Reads it. False when it is cut off or has a reserved code.</summary>
    /// <param name="content">The box without its header.</param>
    /// <param name="sampleRate">What the sample entry states: where rates are halved, the content does not say which.</param>
    /// <param name="format">The format.</param>
    public static bool TryRead(ReadOnlySpan<byte> content, int sampleRate, [NotNullWhen(true)] out Eac3Format? format)
    {
        format = null;
        BitReader reader = new(content);
        int dataRate = (int)reader.Read(13);
        int count = (int)reader.Read(3) + 1;
        Span<Eac3Program> programs = stackalloc Eac3Program[count];
        foreach (ref Eac3Program program in programs) program = ReadProgram(ref reader);
        if (reader.HasFailed || programs[0].BitStreamId > Eac3Header.MaxBitStreamId) return false;
        int rate = programs[0].RateCode == Ac3Tables.ReservedRateCode ? sampleRate : Ac3Tables.RateOf(programs[0].RateCode);
        if (rate <= 0) return false;
        bool hasObjects = reader.BitsLeft >= 16 && (reader.Read(8) & 1) != 0;
        format = Eac3Format.Of(rate, programs, hasObjects ? (int)reader.Read(8) : 0, dataRate);
        return true;
    }

    /// <summary>Writes it into <see cref="MaxLength"/> bytes and gives its length.</summary>
    public static int Write(Span<byte> destination, Eac3Format format)
    {
        destination[..MaxLength].Clear();
        BitFieldWriter writer = new(destination);
        writer.Write((uint)Math.Min(format.BitRate, MaxDataRate), 13);
        writer.Write((uint)format.Programs.Length - 1, 3);
        foreach (Eac3Program program in format.Programs) WriteProgram(ref writer, program);
        if (format.JointObjects == 0) return writer.Length;
        writer.Write(1, 8);
        writer.Write((uint)format.JointObjects, 8);
        return writer.Length;
    }

    private static Eac3Program ReadProgram(ref BitReader reader)
    {
        int rateCode = (int)reader.Read(2);
        int id = (int)reader.Read(5);
        reader.Skip(2);
        int mode = (int)reader.Read(3);
        int coding = (int)reader.Read(3);
        bool hasLfe = reader.ReadFlag();
        reader.Skip(3);
        int dependents = (int)reader.Read(4);
        return new Eac3Program(rateCode, id, mode, coding, hasLfe, dependents, dependents > 0 ? (int)reader.Read(9) : (int)(reader.Read(1) & 0));
    }

    private static void WriteProgram(ref BitFieldWriter writer, in Eac3Program program)
    {
        writer.Write((uint)program.RateCode, 2);
        writer.Write((uint)program.BitStreamId, 5);
        writer.Write(0, 2);
        writer.Write((uint)program.BitStreamMode, 3);
        writer.Write((uint)program.CodingMode, 3);
        writer.Write(program.HasLfe ? 1u : 0, 1);
        writer.Write(0, 3);
        writer.Write((uint)Math.Min(program.Dependents, MaxDependents), 4);
        if (program.Dependents > 0) writer.Write((uint)program.ChannelLocations, 9);
        else writer.Write(0, 1);
    }
}
