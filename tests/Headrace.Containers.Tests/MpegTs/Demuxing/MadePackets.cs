using System.Buffers.Binary;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Muxing;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>Writes transport packets by hand: tables and PES packets as some muxer might write them.</summary>
internal sealed class MadePackets
{
    private readonly Dictionary<int, int> _continuity = [];
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    /// <summary>An association table: programs as number and PID.</summary>
    public MadePackets Pat(params (int Number, int Pid)[] programs) =>
        Section(0, 0, 1, [.. programs.SelectMany(program => new[] { (byte)(program.Number >> 8), (byte)program.Number, (byte)(0xE0 | program.Pid >> 8), (byte)program.Pid })]);

    /// <summary>A map table: streams as PID, type and descriptors.</summary>
    public MadePackets Pmt(int pid, int number, int clock, params (int Pid, byte Type, byte[] Descriptors)[] streams) => Section(pid, 2, number,
    [
        (byte)(0xE0 | clock >> 8), (byte)clock, 0xF0, 0,
        .. streams.SelectMany(stream => new byte[] { stream.Type, (byte)(0xE0 | stream.Pid >> 8), (byte)stream.Pid, 0xF0, (byte)stream.Descriptors.Length }.Concat(stream.Descriptors)),
    ]);

    public MadePackets Section(int pid, byte id, int number, byte[] body)
    {
        byte[] packets = TestSections.Packets(pid, id, number, body, _continuity.GetValueOrDefault(pid));
        _continuity[pid] = _continuity.GetValueOrDefault(pid) + packets.Length / TsPacket.Size;
        _bytes.AddRange(packets);
        return this;
    }

    /// <summary>A PES packet.</summary>
    /// <param name="pid">Its PID.</param>
    /// <param name="presentation">PTS; null for none.</param>
    /// <param name="decode">DTS; null for none.</param>
    /// <param name="payload">What stands behind the header.</param>
    /// <param name="hasLength">Whether it says its length.</param>
    /// <param name="streamId">stream_id.</param>
    /// <param name="isDiscontinuity">Whether the first packet says so.</param>
    public MadePackets Pes(int pid, long? presentation, long? decode, byte[] payload, bool hasLength = true, byte streamId = 0xE0, bool isDiscontinuity = false)
    {
        List<byte> pes = [0, 0, 1, streamId, 0, 0, 0x80, (byte)(presentation is null ? 0 : decode is null ? 0x80 : 0xC0), (byte)(presentation is null ? 0 : decode is null ? 5 : 10)];
        Span<byte> time = stackalloc byte[TsTimestamp.Length];
        if (presentation is { } pts)
        {
            TsTimestamp.Write(time, decode is null ? 2 : 3, pts);
            pes.AddRange(time);
        }

        if (decode is { } dts)
        {
            TsTimestamp.Write(time, 1, dts);
            pes.AddRange(time);
        }

        byte[] bytes = [.. pes, .. payload];
        if (hasLength) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)(bytes.Length - 6));
        return Spread(pid, bytes, isDiscontinuity ? new AdaptationField(TsPacket.DiscontinuityFlag) : default);
    }

    /// <summary>The packets so far, each changed.</summary>
    public byte[] Each(Func<byte[], byte[]> change) => [.. _bytes.Chunk(TsPacket.Size).SelectMany(change)];

    private MadePackets Spread(int pid, byte[] bytes, AdaptationField field)
    {
        byte[] packets = new byte[PesWriter.Packets(bytes.Length, field) * TsPacket.Size];
        PesWriter writer = new(packets, pid, _continuity.GetValueOrDefault(pid), field, bytes.Length);
        writer.Write(bytes);
        _continuity[pid] = writer.Continuity;
        _bytes.AddRange(packets);
        return this;
    }
}
