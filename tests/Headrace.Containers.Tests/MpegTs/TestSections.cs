using System.Buffers.Binary;
using Headrace.Containers.MpegTs;

namespace Headrace.Containers.Tests.MpegTs;

/// <summary>Sections that no muxer of ours writes, in packets.</summary>
internal static class TestSections
{
    public static byte[] Packets(int pid, byte id, int number, byte[] body, int continuity = 0)
    {
        byte[] section = [id, 0, 0, 0, (byte)number, 0xC1, 0, 0, .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(section.AsSpan(1), (ushort)(0xB000 | section.Length - 3));
        BinaryPrimitives.WriteUInt32BigEndian(section.AsSpan(section.Length - 4), SectionCrc.Of(section.AsSpan(0, section.Length - 4)));
        byte[] payload = [0, .. section];
        List<byte> packets = [];
        for (int at = 0; at < payload.Length; at += TsPacket.BodySize)
        {
            byte[] packet = new byte[TsPacket.Size];
            Array.Fill(packet, byte.MaxValue);
            BinaryPrimitives.WriteUInt32BigEndian(packet, TsPacket.Header(pid, continuity++) | TsPacket.HasPayload | (at == 0 ? TsPacket.UnitStart : 0));
            payload.AsSpan(at, Math.Min(TsPacket.BodySize, payload.Length - at)).CopyTo(packet.AsSpan(TsPacket.HeaderSize));
            packets.AddRange(packet);
        }

        return [.. packets];
    }
}
