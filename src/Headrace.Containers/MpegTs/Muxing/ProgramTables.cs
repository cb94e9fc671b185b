using System.Buffers;
using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs.Muxing;

/// <summary>
/// The program association table and the program map table of the one program that a muxer writes (ISO/IEC 13818-1, 2.4.4.3 and 2.4.4.8). They are made when the
/// program changes and copied when they are due.
/// <code>
/// PAT | pointer 0 | id 0 | 0xB0, length 12 | stream 16 | version | 0 | 0 | program 16 | PMT's PID | CRC 32 |
/// PMT | pointer 0 | id 2 | 0xB0, length 12 | program 16 | version | 0 | 0 | PCR's PID | 0 | type 8 | PID | length 12 | descriptors | … | CRC 32 |
/// </code>
/// </summary>
internal sealed class ProgramTables
{
    /// <summary>Tables that there are.</summary>
    public const int Count = 2;

    /// <summary>PID of the program map table.</summary>
    public const int PmtPid = 0x1000;

    private const int Program = 1;
    private const int Versions = 32;
    private const byte PatId = 0;
    private const byte PmtId = 2;
    private const int CrcLength = 4;

    /// <summary>Bytes of a section that its length does not count.</summary>
    private const int SectionPrefix = 3;

    private byte[] _pat = [];
    private byte[] _pmt = [];
    private int _patContinuity;
    private int _pmtContinuity;
    private int _version = -1;

    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public int Length => _pat.Length + _pmt.Length;

    /// <summary>Describes the program anew, under the next version.</summary>
    public void Describe(int pcrPid, IReadOnlyList<TsMuxerStream> streams)
    {
        _version = (_version + 1) % Versions;
        ArrayBufferWriter<byte> section = new(TsPacket.Size);
        Begin(section, PatId);
        section.Write<byte>([0, Program, (byte)(0xE0 | PmtPid >> 8), PmtPid & 0xFF]);
        _pat = Packetize(section, TsPacket.PatPid);
        section.ResetWrittenCount();
        Begin(section, PmtId);
        section.Write<byte>([(byte)(0xE0 | pcrPid >> 8), (byte)pcrPid, 0xF0, 0]);
        ArrayBufferWriter<byte> descriptors = new();
        foreach (TsMuxerStream stream in streams)
        {
            descriptors.ResetWrittenCount();
            stream.Carrier.WriteDescriptors(stream.Track, descriptors);
            int length = descriptors.WrittenCount;
            section.Write<byte>([stream.Carrier.StreamTypeOf(stream.Track), (byte)(0xE0 | stream.Pid >> 8), (byte)stream.Pid, (byte)(0xF0 | length >> 8), (byte)length]);
            section.Write(descriptors.WrittenSpan);
        }

        _pmt = Packetize(section, PmtPid);
    }

    /// <summary>Copies both tables, into <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Copy(_pat, destination, ref _patContinuity);
        Copy(_pmt, destination[_pat.Length..], ref _pmtContinuity);
    }

    /// <summary>Fills a packet a table, without payload, that says that a reader comes from elsewhere; the table's next packet follows it.</summary>
    public void WriteDiscontinuities(Span<byte> packets)
    {
        AdaptationField field = new(TsPacket.DiscontinuityFlag);
        TsMuxerStream.WriteAdaptation(packets[..TsPacket.Size], TsPacket.PatPid, _patContinuity - 1, field);
        TsMuxerStream.WriteAdaptation(packets[TsPacket.Size..], PmtPid, _pmtContinuity - 1, field);
    }

    private static void Copy(byte[] packets, Span<byte> destination, ref int continuity)
    {
        packets.CopyTo(destination);
        for (int at = 0; at < packets.Length; at += TsPacket.Size) destination[at + 3] |= (byte)(continuity++ & 15);
    }

    private void Begin(ArrayBufferWriter<byte> section, byte id) =>
        section.Write<byte>([id, 0, 0, 0, Program, (byte)(0xC1 | _version << 1), 0, 0]);

    /// <summary>Closes a section and cuts it into packets whose continuity counters are 0; what is left of the last one is 0xFF.</summary>
    private static byte[] Packetize(ArrayBufferWriter<byte> section, int pid)
    {
        int length = section.WrittenCount + CrcLength;
        byte[] bytes = new byte[length];
        section.WrittenSpan.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)(0xB000 | length - SectionPrefix));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(length - CrcLength), SectionCrc.Of(bytes.AsSpan(0, length - CrcLength)));

        // 2.4.4.1: a pointer field of one byte stands before the section.
        int count = (1 + length + TsPacket.BodySize - 1) / TsPacket.BodySize;
        byte[] packets = new byte[count * TsPacket.Size];
        Array.Fill(packets, byte.MaxValue);
        ReadOnlySpan<byte> rest = bytes;
        for (int i = 0; i < count; i++)
        {
            Span<byte> packet = packets.AsSpan(i * TsPacket.Size, TsPacket.Size);
            BinaryPrimitives.WriteUInt32BigEndian(packet, TsPacket.Header(pid, 0) | TsPacket.HasPayload | (i == 0 ? TsPacket.UnitStart : 0));
            Span<byte> body = packet[TsPacket.HeaderSize..];
            if (i == 0)
            {
                body[0] = 0;
                body = body[1..];
            }

            int part = Math.Min(body.Length, rest.Length);
            rest[..part].CopyTo(body);
            rest = rest[part..];
        }

        return packets;
    }
}
