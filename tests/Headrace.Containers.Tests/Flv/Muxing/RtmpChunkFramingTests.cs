using System.Buffers.Binary;
using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Muxing;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Tests.Flv.Muxing;

public sealed class RtmpChunkFramingTests
{
    private readonly MediaBufferPool _pool = new();

    [Fact]
    public void MessageHasAHeaderOfItsOwn()
    {
        using MediaBufferWriter output = new(_pool);
        FlvFraming.RtmpChunks.Write(output, FlvTagType.Audio, 0x123456, [0xAF, 1], [9, 8, 7]);
        Assert.Equal("04" + "123456" + "000005" + "08" + "01000000" + "AF01" + "090807", Convert.ToHexString(output.Written));
    }

    /// <summary>RTMP 1.0, 5.3.1.3: a timestamp of 24 ones or more stands behind the header, of chunks that go on too.</summary>
    [Theory]
    [InlineData(0xFFFFFE, 0)]
    [InlineData(0xFFFFFF, 4)]
    [InlineData(uint.MaxValue, 4)]
    public void TimestampThatDoesNotFitStandsBehindEachHeader(uint timestamp, int extra)
    {
        using MediaBufferWriter output = new(_pool);
        FlvFraming.RtmpChunks.Write(output, FlvTagType.Video, timestamp, [1], new byte[RtmpChunkFraming.ChunkSize]);
        ReadOnlySpan<byte> bytes = output.Written;
        Assert.Equal(12 + extra + RtmpChunkFraming.ChunkSize + 1 + extra + 1, bytes.Length);
        int second = 12 + extra + RtmpChunkFraming.ChunkSize;
        Assert.Equal(0xC6, bytes[second]);
        if (extra == 0) return;
        Assert.Equal(timestamp, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        Assert.Equal(timestamp, BinaryPrimitives.ReadUInt32BigEndian(bytes[(second + 1)..]));
    }

    [Fact]
    public void MessageStreamOfEveryMessageIsSetAndNothingElse()
    {
        using MediaBufferWriter one = new(_pool);
        using MediaBufferWriter other = new(_pool);
        (FlvTagType, uint, int)[] messages =
        [
            (FlvTagType.Script, 0, 300), (FlvTagType.Video, 40, (2 * RtmpChunkFraming.ChunkSize) + 5), (FlvTagType.Video, 0xFFFFFF, (3 * RtmpChunkFraming.ChunkSize) - 1), (FlvTagType.Audio, 0x1000000, 0),
            (FlvTagType.Audio, 80, RtmpChunkFraming.ChunkSize - 1),
        ];
        List<int> begins = [];
        foreach ((FlvTagType type, uint timestamp, int length) in messages)
        {
            begins.Add(one.Length);
            byte[] body = new byte[length];
            Array.Fill(body, (byte)0xFF);
            FlvFraming.RtmpChunks.Write(one, type, timestamp, length == 0 ? [] : [0], body);
        }

        other.Write(one.Written);
        RtmpChunkFraming.SetMessageStream(other.Written, 0x01020304);
        Assert.All(begins, at => Assert.Equal(0x01020304u, BinaryPrimitives.ReadUInt32LittleEndian(other.Written[(at + 8)..])));
        foreach (int at in begins) BinaryPrimitives.WriteUInt32LittleEndian(other.Written[(at + 8)..], RtmpChunkFraming.MessageStream);
        Assert.True(one.Written.SequenceEqual(other.Written));
    }

    [Fact]
    public void FramingsHaveTheirNames() => Assert.Equal(("flv", "rtmp"), (FlvFraming.Tags.Name, FlvFraming.RtmpChunks.Name));
}
