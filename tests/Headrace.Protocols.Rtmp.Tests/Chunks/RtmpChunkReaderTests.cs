using System.Buffers;
using Headrace.Protocols.Rtmp.Chunks;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtmp.Tests.Chunks;

public sealed class RtmpChunkReaderTests
{
    public static TheoryData<string> Good => [.. ChunkVectors.Good.Select(vector => vector.Name)];

    public static TheoryData<string> Bad => [.. ChunkVectors.Bad.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Good))]
    public void ChunksAreReadHoweverTheyAreSplit(string name)
    {
        (_, byte[] bytes, string[] expected) = ChunkVectors.Good.First(vector => vector.Name == name);
        foreach (int piece in (int[])[1, 2, 3, 7, 11, 64, int.MaxValue])
        {
            using RtmpChunkReader reader = new();
            Assert.Equal(expected, MessageLog.Read(reader, bytes, piece));
            Assert.Equal(RtmpFault.None, reader.Fault);
        }
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void WhatCannotBeReadEndsWithAReason(string name)
    {
        (_, byte[] bytes, RtmpFault expected) = ChunkVectors.Bad.First(vector => vector.Name == name);
        using RtmpChunkReader reader = new();
        MessageLog.Read(reader, bytes);
        Assert.Equal(expected, reader.Fault);
        Assert.NotEqual("none", expected.ToText());
        Assert.False(reader.TryRead(Hex.Parse("04 00000A 000000 09 01000000"), out _, out _));
    }

    [Theory]
    [InlineData(0, 0, 128)]
    [InlineData(1, 40, 128)]
    [InlineData(128, 40, 128)]
    [InlineData(129, 40, 128)]
    [InlineData(1000, 0xFFFFFE, 128)]
    [InlineData(1000, 0xFFFFFF, 128)]
    [InlineData(1000, uint.MaxValue, 128)]
    [InlineData(200_000, uint.MaxValue, 65_536)]
    public void WhatIsWrittenReadsBack(int length, uint timestamp, int chunk)
    {
        byte[] body = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        ArrayBufferWriter<byte> output = new();
        RtmpChunkWriter writer = new();
        if (chunk != RtmpChunkReader.InitialChunkBytes) writer.SetChunkSize(chunk, output);
        writer.Write(RtmpChunkStreams.Stream, RtmpMessageType.Video, 7, timestamp, body, output);
        using RtmpChunkReader reader = new() { MaxMessageBytes = RtmpLimits.MaxMediaBytes };
        Assert.Equal($"Video 7 {timestamp} {Convert.ToHexString(body)}", MessageLog.Read(reader, output.WrittenSpan, 1000)[^1]);
    }

    [Fact]
    public void MessagesInOneChunkAreReadWithoutAllocation()
    {
        byte[] bytes = Hex.Parse("04 00000A 000002 09 01000000 CAFE");
        using RtmpChunkReader reader = new();
        int length = 0;
        Read(reader, bytes, ref length);
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 100; i++) Read(reader, bytes, ref length);
        }));
        Assert.Equal(802, length);

        static void Read(RtmpChunkReader reader, byte[] bytes, ref int length)
        {
            if (reader.TryRead(bytes, out _, out RtmpMessage message)) length += message.Payload.Length;
        }
    }

    [Fact]
    public void AnyBytesAreReadTheSameWayHoweverTheyAreSplit() => Fuzz.Run([.. ChunkVectors.Good.Select(vector => vector.Bytes), .. ChunkVectors.Bad.Where(vector => vector.Bytes.Length < 5000).Select(vector => vector.Bytes)], bytes =>
    {
        using RtmpChunkReader whole = new();
        using RtmpChunkReader split = new();
        List<string> expected = MessageLog.Read(whole, bytes);
        if (!expected.SequenceEqual(MessageLog.Read(split, bytes, 5)) || whole.Fault != split.Fault) throw new InvalidOperationException("split");
    });
}
