using System.Buffers.Binary;
using System.Collections.Immutable;
using Headrace.Containers.MpegTs.ElementaryStreams;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Reads whole sections of the association and map tables; their layouts are above <see cref="Muxing.ProgramTables"/>.</summary>
internal static class ProgramSections
{
    private const byte PatId = 0;
    private const byte PmtId = 2;
    private const int HeaderLength = 8;
    private const int CrcLength = 4;

    /// <summary>True when a table is one section; of one that is more, none says what is not in the table.</summary>
    public static bool IsWholeTable(ReadOnlySpan<byte> section) => section[7] == 0;

    /// <summary>The programs of an association table that is in force, as number and PID. False for other sections.</summary>
    public static bool TryReadPat(ReadOnlySpan<byte> section, out ImmutableArray<(int Number, int Pid)> programs)
    {
        programs = [];
        if (!TryOpen(section, PatId, out ReadOnlySpan<byte> body)) return false;
        ImmutableArray<(int, int)>.Builder read = ImmutableArray.CreateBuilder<(int, int)>(body.Length / 4);
        for (; body.Length >= 4; body = body[4..])
        {
            int number = BinaryPrimitives.ReadUInt16BigEndian(body);
            // 2.4.4.5: number 0 names the network's table.
            if (number != 0) read.Add((number, BinaryPrimitives.ReadUInt16BigEndian(body[2..]) & TsPacket.NullPid));
        }

        programs = read.DrainToImmutable();
        return true;
    }

    /// <summary>The program of a map table that is in force. False for other sections, and those that break their syntax.</summary>
    public static bool TryReadPmt(ReadOnlySpan<byte> section, out TsProgram? program)
    {
        program = null;
        if (!TryOpen(section, PmtId, out ReadOnlySpan<byte> body) || body.Length < 4) return false;
        int clock = BinaryPrimitives.ReadUInt16BigEndian(body) & TsPacket.NullPid;
        int skip = 4 + (BinaryPrimitives.ReadUInt16BigEndian(body[2..]) & 0xFFF);
        if (skip > body.Length) return false;
        body = body[skip..];
        ImmutableArray<TsProgramStream>.Builder streams = ImmutableArray.CreateBuilder<TsProgramStream>();
        while (body.Length >= 5)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(body[3..]) & 0xFFF;
            if (length > body.Length - 5) return false;
            ReadOnlySpan<byte> descriptors = body.Slice(5, length);
            int pid = BinaryPrimitives.ReadUInt16BigEndian(body[1..]) & TsPacket.NullPid;
            streams.Add(new TsProgramStream(pid, body[0], descriptors.ToArray(), TsElementaryStreams.Find(body[0], descriptors)));
            body = body[(5 + length)..];
        }

        program = new TsProgram(BinaryPrimitives.ReadUInt16BigEndian(section[3..]), clock, section[5] >> 1 & 31, streams.DrainToImmutable());
        return true;
    }

    private static bool TryOpen(ReadOnlySpan<byte> section, byte id, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (section.Length < HeaderLength + CrcLength || section[0] != id || (section[5] & 1) == 0) return false;
        body = section[HeaderLength..^CrcLength];
        return true;
    }
}
