using System.Buffers.Binary;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Reading;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>What peers send to do harm, or because they are broken: what is held is bounded, and it is said why.</summary>
public sealed class TsDemuxerBoundsTests
{
    private const int Map = 0x1000;

    [Fact]
    public void TablesThatNameMoreAndMoreAreBounded()
    {
        DemuxedStream stream = new();
        for (int version = 0; version < 2000; version++)
        {
            MadePackets made = new MadePackets().Pat([.. Enumerable.Range(1, 40).Select(i => (i + version, Map + i))]);
            made.Pmt(Map + 1, 1 + version, 0x1FFF, [.. Enumerable.Range(0, 150).Select(i => (0x20 + (version * 7 + i) % 8000, (byte)(i % 2 == 0 ? 0x1B : 0x99), Array.Empty<byte>()))]);
            stream.Read(Counted(made.Bytes, version));
        }

        Assert.Contains((TsFault.TooMuch, Map + 17), stream.Faults);
        Assert.True(stream.Omitted.Count <= 256);
        Assert.Equal(0, stream.Outstanding);
    }

    [Fact]
    public void PacketsOfAllPidsAreNobodys()
    {
        DemuxedStream stream = new();
        stream.Read(new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.H264, [])).Bytes);
        byte[] packet = new byte[TsPacket.Size];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 4 * TsPacket.Pids; i++)
        {
            if (i % TsPacket.Pids is TsPacket.PatPid or Map or 0x100) continue;
            BinaryPrimitives.WriteUInt32BigEndian(packet, TsPacket.Header(i % TsPacket.Pids, i) | TsPacket.HasPayload | TsPacket.UnitStart);
            stream.Demuxer.Read(packet, default);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, stream.Outstanding);
    }

    [Fact]
    public void PacketsWithoutEndAreDroppedAtTheirBound()
    {
        DemuxedStream stream = new();
        stream.Read(new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.H264, []), (0x101, TsStreamType.H264, []), (0x102, TsStreamType.H265, [])).Bytes);
        byte[] start = [0, 0, 1, 0xE0, 0, 0, 0x80, 0, 0];
        byte[] packet = new byte[TsPacket.Size];
        for (int i = 0; i < 3 * (TsReader.MaxPesLength / TsPacket.BodySize + 100); i++)
        {
            packet.AsSpan(TsPacket.HeaderSize).Fill((byte)(i + 1));
            if (i < 3) start.CopyTo(packet, TsPacket.HeaderSize);
            BinaryPrimitives.WriteUInt32BigEndian(packet, TsPacket.Header(0x100 + i % 3, i / 3) | TsPacket.HasPayload | (i < 3 ? TsPacket.UnitStart : 0));
            stream.Demuxer.Read(packet, default);
            Assert.True(stream.Outstanding <= 3);
        }

        Assert.Contains(stream.Faults, fault => fault.Fault == TsFault.PesTooLong);
        stream.Dispose();
        Assert.Equal(0, stream.Outstanding);
    }

    [Fact]
    public void RubbishHoldsNothing()
    {
        byte[] rubbish = new byte[4 * 1024 * 1024];
        new Random(5).NextBytes(rubbish);
        DemuxedStream stream = new();
        stream.Read(rubbish.AsSpan(0, 100_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        stream.Read(rubbish, 1316);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Empty(stream.Begun);
        Assert.NotEmpty(stream.Faults);
        Assert.Equal(0, stream.Outstanding);
    }

    [Fact]
    public void PacketCostsNothing()
    {
        byte[] bytes = new MadePackets().Pictures(60, 20_000).Bytes;
        using DemuxedStream stream = new();
        CountingSink sink = new();
        using Containers.MpegTs.Demuxing.TsDemuxer demuxer = new(sink, Media.Buffers.MediaBufferPool.Shared);
        demuxer.Read(new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.H264, [])).Bytes, default);
        demuxer.Read(bytes, default);
        long before = GC.GetAllocatedBytesForCurrentThread();
        demuxer.Read(bytes, default);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(sink.Units > 100);
        Assert.InRange(allocated, 0, 6_000);
    }

    [Fact]
    public void WhateverTheBytesAreTheDemuxerGoesOn()
    {
        byte[] video = new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.H264, [])).Pictures(12, 700).Bytes;
        byte[] audio = new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.Adts, []), (0x101, TsStreamType.Mpeg1Audio, []))
            .Pes(0x100, 90_000, null, [0xFF, 0xF1, 0x4C, 0x80, 0x02, 0x1F, 0xFC, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], streamId: 0xC0).Pes(0x101, 90_000, null, [0xFF, 0xFB, 0x90, 0, .. new byte[413]], streamId: 0xC0).Bytes;
        byte[] latm = new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.Latm, []))
            .Pes(0x100, 90_000, null, [0x56, 0xE0, 0x0C, 0x20, 0x00, 0x11, 0x90, 0x1F, 0xE0, 0x08, 1, 2, 3, 4, 5], streamId: 0xC0).Bytes;
        byte[] opus = new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.PrivateData, [5, 4, (byte)'O', (byte)'p', (byte)'u', (byte)'s', 0x7F, 2, 0x80, 2]))
            .Pes(0x100, 90_000, null, [0x7F, 0xE0, 3, 0xFC, 1, 2, 0x7F, 0xFC, 3, 0, 1, 0, 2, 1, 9, 0xFC, 1, 2], streamId: 0xBD).Bytes;
        byte[] mpeg2 = new MadePackets().Pat((1, Map)).Pmt(Map, 1, 0x100, (0x100, TsStreamType.Mpeg2Video, []))
            .Pes(0x100, 90_000, null, [0, 0, 1, 0xB3, 0x14, 0, 0xF0, 0x23, 0xFF, 0xFF, 0xE0, 0x18, 0, 0, 1, 0xB5, 0x14, 0x8A, 0, 1, 0, 0, 0, 0, 1, 0xB8, 0, 8, 0, 0x40, 0, 0, 1, 0, 0, 0x0F, 0xFF, 0xF8, 0, 0, 1, 0xB5, 0x8F, 0xFF, 0xF3, 0x41, 0x80, 0, 0, 1, 1, 2, 3, 4]).Bytes;
        byte[] checkedSize = [.. video.Chunk(TsPacket.Size).SelectMany(packet => (byte[])[.. packet, .. new byte[16]])];
        Fuzz.Run([video, audio, latm, opus, mpeg2, checkedSize, []], bytes =>
        {
            DemuxedStream stream = DemuxedStream.Of(bytes, 1 + bytes.Length % 700);
            stream.Demuxer.HandleTimeout(stream.Now + TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));
            stream.Dispose();
            Assert.Equal(0, stream.Outstanding);
            Assert.True(stream.Units.Sum(unit => (long)unit.Bytes.Length) <= 2L * bytes.Length);
        });
    }

    /// <summary>The packets with the counters of the packets of their PID in round after round of as many.</summary>
    private static byte[] Counted(byte[] packets, int round)
    {
        foreach (IGrouping<int, int> pid in Enumerable.Range(0, packets.Length / TsPacket.Size).GroupBy(i => BinaryPrimitives.ReadUInt16BigEndian(packets.AsSpan(i * TsPacket.Size + 1)) & 0x1FFF))
        {
            int count = pid.Count();
            foreach ((int n, int i) in pid.Index()) packets[i * TsPacket.Size + 3] = (byte)(packets[i * TsPacket.Size + 3] & 0xF0 | (round * count + n & 15));
        }

        return packets;
    }
}
