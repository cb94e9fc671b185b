using System.Buffers.Binary;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Buffers;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.MpegTs.Reading;

public sealed class TsReaderTests
{
    private const int Picture = 0x100;
    private const int Sound = 0x101;
    private readonly MediaBufferPool _pool = new();

    [Theory]
    [InlineData(1)]
    [InlineData(187)]
    [InlineData(188)]
    [InlineData(189)]
    [InlineData(1316)]
    public void PiecesOfAnySizeAreReadAlike(int piece)
    {
        byte[] bytes = Stream();
        RecordingSink whole = RecordingSink.Read(bytes);
        RecordingSink pieces = RecordingSink.Read(bytes, piece);
        Assert.NotEmpty(whole.Packets);
        Assert.Empty(pieces.Faults);
        Assert.Equal(whole.Packets, pieces.Packets);
        Assert.Equal(whole.Clocks, pieces.Clocks);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public void BytesBetweenPacketsAreLeftOut(int strange)
    {
        byte[] bytes = Stream();
        int at = 40 * TsPacket.Size;
        byte[] mixed = [.. bytes[..at], .. Enumerable.Range(0, strange).Select(i => (byte)(i % 7 == 3 ? TsPacket.SyncByte : 1)), .. bytes[at..]];
        RecordingSink sink = RecordingSink.Read(mixed);
        Assert.Contains((TsFault.LostSync, -1), sink.Faults);
        Assert.True(sink.Packets.Count >= RecordingSink.Read(bytes).Packets.Count - 1);
    }

    [Fact]
    public void LostPacketIsToldAndItsUnitIsMarked()
    {
        byte[] bytes = Stream();
        RecordingSink whole = RecordingSink.Read(bytes);
        int lost = Packets(bytes).Where(at => PidOf(bytes, at) == Picture).ElementAt(5);
        RecordingSink sink = RecordingSink.Read([.. bytes[..lost], .. bytes[(lost + TsPacket.Size)..]]);
        Assert.Contains((TsFault.Continuity, Picture), sink.Faults);
        Assert.Single(sink.Packets, packet => packet.IsDamaged);
        Assert.Equal(whole.Packets.Count(packet => packet.Pid == Sound), sink.Packets.Count(packet => packet.Pid == Sound));
    }

    [Fact]
    public void PacketThatComesTwiceCountsOnceAndThriceIsAFault()
    {
        byte[] bytes = Stream();
        int at = Packets(bytes).Where(at => PidOf(bytes, at) == Picture).ElementAt(5);
        byte[] again = bytes[at..(at + TsPacket.Size)];
        RecordingSink twice = RecordingSink.Read([.. bytes[..at], .. again, .. bytes[at..]]);
        Assert.Empty(twice.Faults);
        Assert.Equal(RecordingSink.Read(bytes).Packets, twice.Packets);
        Assert.Contains((TsFault.Continuity, Picture), RecordingSink.Read([.. bytes[..at], .. again, .. again, .. bytes[at..]]).Faults);
    }

    [Theory]
    [InlineData(0, 9, 1, TsFault.BadChecksum, 0)]
    [InlineData(1, 9, 1, TsFault.BadChecksum, 0x1000)]
    [InlineData(0, 4, 200, TsFault.BadSection, 0)]
    [InlineData(0, 6, 0x0F, TsFault.BadSection, 0)]
    [InlineData(2, 4, 200, TsFault.BadAdaptationField, Picture)]
    [InlineData(2, 1, 0x80, TsFault.TransportError, Picture)]
    [InlineData(2, 3, 0x80, TsFault.Scrambled, Picture)]
    [InlineData(2, 12, 9, TsFault.BadPesHeader, Picture)]
    [InlineData(2, 18, 0xC0, TsFault.BadPesHeader, Picture)]
    public void BrokenFieldIsNamed(int packet, int offset, byte flip, TsFault fault, int pid)
    {
        byte[] bytes = Stream();
        bytes[packet * TsPacket.Size + offset] ^= flip;
        Assert.Contains((fault, pid), RecordingSink.Read(bytes).Faults);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void PesPacketOfAnotherLengthThanItSaysIsNamed(int difference)
    {
        byte[] bytes = Stream();
        int at = Packets(bytes).First(at => PidOf(bytes, at) == Sound);
        int start = bytes.AsSpan(at, TsPacket.Size).IndexOf<byte>([0, 0, 1, 0xC0]) + at + 4;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(start), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(start)) + difference));
        Assert.Contains((TsFault.PesLength, Sound), RecordingSink.Read(bytes).Faults);
    }

    [Fact]
    public void PesPacketsWithoutEndAreBounded()
    {
        byte[] bytes = Stream();
        int first = Packets(bytes).First(at => PidOf(bytes, at) == Picture && (bytes[at + 1] & 0x40) != 0);
        RecordingSink sink = new();
        TsReader reader = new(sink);
        reader.Read(bytes.AsSpan(0, first + TsPacket.Size));
        byte[] more = new byte[TsPacket.Size];
        int counter = bytes[first + 3] & 15;
        // The first picture says no length; it has 30,000 bytes, so that it is given one here.
        for (int i = 0; i < TsReader.MaxPesLength / TsPacket.BodySize + 2; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(more, TsPacket.Header(Picture, ++counter) | TsPacket.HasPayload);
            reader.Read(more);
        }

        Assert.Contains(sink.Faults, fault => fault.Fault is TsFault.PesTooLong or TsFault.PesLength);
    }

    [Fact]
    public void ProgramsBeyondTheBoundAreNamed()
    {
        byte[] programs = [.. Enumerable.Range(1, TsReader.MaxPrograms + 1).SelectMany(number => new byte[] { 0, (byte)number, 0xE1, (byte)number })];
        RecordingSink sink = RecordingSink.Read(TestSections.Packets(TsPacket.PatPid, 0, 1, programs));
        Assert.Equal([(TsFault.TooMuch, 0x100 + TsReader.MaxPrograms + 1)], sink.Faults);
    }

    [Fact]
    public void ProgramsMayShareThePidOfTheirMapTables()
    {
        byte[] both = [0, 1, 0xE1, 1, 0, 2, 0xE1, 1];
        byte[] first = [0xE2, 0, 0xF0, 0, 0x1B, 0xE2, 0, 0xF0, 0];
        byte[] second = [0xE3, 0, 0xF0, 0, 0x1B, 0xE3, 0, 0xF0, 0];
        byte[] tables = [.. TestSections.Packets(TsPacket.PatPid, 0, 1, both), .. TestSections.Packets(0x101, 2, 1, first), .. TestSections.Packets(0x101, 2, 2, second)];
        byte[] stranger = TestSections.Packets(0x101, 2, 3, first);
        RecordingSink sink = RecordingSink.Read([.. tables, .. stranger, .. tables]);
        Assert.Equal([(1, 0x200), (2, 0x300)], sink.Programs.Select(program => (program.Number, Assert.Single(program.Streams).Pid)));

        // One leaves, and comes back.
        sink = RecordingSink.Read([.. tables, .. TestSections.Packets(TsPacket.PatPid, 0, 1, both[4..]), .. TestSections.Packets(0x101, 2, 1, first), .. TestSections.Packets(TsPacket.PatPid, 0, 1, both), .. TestSections.Packets(0x101, 2, 1, first, continuity: 5)]);
        Assert.Equal([1, 2, 1], sink.Programs.Select(program => program.Number));
        byte[] many = [.. Enumerable.Range(1, TsReader.MaxPrograms + 1).SelectMany(number => new byte[] { 0, (byte)number, 0xE1, 1 })];
        Assert.Equal([(TsFault.TooMuch, 0x101)], RecordingSink.Read(TestSections.Packets(TsPacket.PatPid, 0, 1, many)).Faults);
    }

    [Fact]
    public void StreamsBeyondTheBoundAreNamed()
    {
        byte[] streams = [0xE1, 0, 0xF0, 0, .. Enumerable.Range(0, TsReader.MaxStreams + 1).SelectMany(number => new byte[] { 0x1B, 0xE2, (byte)number, 0xF0, 0 })];
        RecordingSink sink = RecordingSink.Read([.. TestSections.Packets(TsPacket.PatPid, 0, 1, [0, 1, 0xE1, 1]), .. TestSections.Packets(0x101, 2, 1, streams)]);
        Assert.Equal([(TsFault.TooMuch, 0x200 + TsReader.MaxStreams)], sink.Faults);
        Assert.Equal(TsReader.MaxStreams + 1, Assert.Single(sink.Programs).Streams.Length);
    }

    [Fact]
    public void ProgramThatLeavesEndsItsStreams()
    {
        byte[] stream = Stream();
        IEnumerable<byte> media = Packets(stream).Where(at => PidOf(stream, at) is Picture or Sound).SelectMany(at => stream[at..(at + TsPacket.Size)]);
        RecordingSink sink = RecordingSink.Read([.. stream, .. TestSections.Packets(TsPacket.PatPid, 0, 1, []), .. media]);
        Assert.Equal(RecordingSink.Read(stream).Packets.Count, sink.Packets.Count);
    }

    [Fact]
    public void WhateverTheBytesAreTheReaderGoesOn()
    {
        byte[][] corpus = [Stream(), Stream(framesPerSecond: 2), [.. Stream()[..1000]], [.. Enumerable.Repeat(TsPacket.SyncByte, 2000)], Pat(), []];
        Fuzz.Run(corpus, bytes =>
        {
            TsChecker checker = new();
            checker.Read(bytes);
            checker.Complete();
            TsSegment segment = TsSegment.Read(bytes);
            Assert.True(segment.Duration >= 0 && segment.Uncertainty >= 0 && segment.Units <= checker.Packets);
            RecordingSink pieces = RecordingSink.Read(bytes, 61);
            Assert.True(checker.Packets <= bytes.Length / TsPacket.Size);
            Assert.True(checker.Findings.Count <= TsChecker.MaxFindings);
            Assert.All(pieces.Packets, packet => Assert.True(packet.Payload.Length / 2 <= bytes.Length));
        });
    }

    [Fact]
    public void WhateverSectionsAreTheyAreReadOrRefused() => Fuzz.Run([Section(TsPacket.PatPid), Section(0x1000)], bytes =>
    {
        ProgramSections.TryReadPat(bytes, out _);
        if (ProgramSections.TryReadPmt(bytes, out TsProgram? program)) Assert.InRange(program!.Streams.Length, 0, bytes.Length / 5);
    });

    private byte[] Stream(double framesPerSecond = 30)
    {
        using TestStream stream = new(_pool, TestTracks.H264, TestTracks.Aac);
        return stream.Run(1, framesPerSecond).Output.Written.ToArray();
    }

    private byte[] Pat() => Stream()[..(3 * TsPacket.Size)];

    private byte[] Section(int pid)
    {
        byte[] bytes = Stream();
        int at = Packets(bytes).First(at => PidOf(bytes, at) == pid);
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 6)) & 0xFFF;
        return bytes[(at + 5)..(at + 8 + length)];
    }

    private static IEnumerable<int> Packets(byte[] bytes) => Enumerable.Range(0, bytes.Length / TsPacket.Size).Select(i => i * TsPacket.Size);

    private static int PidOf(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 1)) & 0x1FFF;
}
