using System.Buffers.Binary;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Boxes;

public sealed class BoxReaderTests
{
    public static TheoryData<string, string, string> Cases => new()
    {
        { "nothing", "", "" },
        { "two boxes", "0000000966726565 01 0000000866726565", "free@0:8+1 free@9:8+0" },
        { "a size of 64 bits", "0000000166726565 0000000000000011 AA 0000000866726565", "free@0:16+1 free@17:8+0" },
        { "open size at the end of the file", "0000000866726565 000000006D646174 010203", "free@0:8+0 mdat@8:8+3" },
        { "a type that is a UUID", "0000001975756964 000102030405060708090A0B0C0D0E0F FF", "uuid@0:24+1" },
        { "a type that is not text", "0000000800010203", "0x00010203@0:8+0" },
        { "half a header", "0000000866726565 000000", "free@0:8+0 Truncated: box at byte 8" },
        { "half a body", "0000000C66726565 0000", "Truncated: free at byte 0" },
        { "half a 64-bit size", "0000000166726565 00000000", "Truncated: free at byte 0" },
        { "a size of 2^63", "0000000166726565 8000000000000000 0000", "Truncated: free at byte 0" },
        { "a size of 2^64 - 1", "0000000166726565 FFFFFFFFFFFFFFFF 0000", "Truncated: free at byte 0" },
        { "a size of 2^32 - 1", "FFFFFFFF66726565 0000", "Truncated: free at byte 0" },
        { "a size less than the header", "0000000766726565 0000", "BadSize: free at byte 0" },
        { "a 64-bit size less than the header", "0000000166726565 000000000000000F", "BadSize: free at byte 0" },
        { "a UUID box too short for its type", "0000001075756964 0001020304050607", "BadSize: uuid at byte 0" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void BoxesAreWalkedUpToTheFirstFault(string name, string hex, string expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, Walk(new BoxReader(Bytes(hex))));
    }

    [Theory]
    [InlineData("a box that outgrows its container", "000000106D6F6F76 0000000966726565", "BadSize: free at byte 8")]
    [InlineData("rubbish behind the last box", "0000000C6D6F6F76 00000000", "BadSize: box at byte 8")]
    [InlineData("an open size inside a container", "000000106D6F6F76 0000000066726565", "BadSize: free at byte 8")]
    [InlineData("a good child", "000000116D6F6F76 0000000966726565 AA", "free@8:8+1")]
    public void ChildrenStayWithinTheirContainer(string name, string hex, string expected)
    {
        Assert.NotEmpty(name);
        BoxReader reader = new(Bytes(hex));
        Assert.True(reader.TryRead(out Box container));
        Assert.Equal(expected, Walk(container.Children()));
    }

    [Fact]
    public void FieldsThatAContainerDoesNotHaveAreAFault()
    {
        BoxReader reader = new(Bytes("0000000A6D6F6F76 0000"));
        Assert.True(reader.TryRead(out Box container));
        Assert.Equal("BadContent: moov at byte 0", Walk(container.Children(skip: 4)));
    }

    [Fact]
    public void BoxesInBoxesAreReadToTheGreatestDepthAndNoFurther()
    {
        byte[] nested = Nested(100);
        (int depth, Mp4Error error) = Descend(new BoxReader(nested), 0);
        Assert.Equal(BoxReader.MaxDepth, depth);
        Assert.Equal(Mp4Fault.TooDeep, error.Fault);
    }

    [Fact]
    public void OneBoxTooManyIsAFault()
    {
        byte[] boxes = new byte[(BoxReader.MaxBoxes + 1) * BoxWriter.HeaderSize];
        for (int at = 0; at < boxes.Length; at += BoxWriter.HeaderSize) Bytes("0000000866726565").CopyTo(boxes, at);
        BoxReader reader = new(boxes);
        int count = 0;
        while (reader.TryRead(out _)) count++;
        Assert.Equal(BoxReader.MaxBoxes, count);
        Assert.Equal(Mp4Fault.TooManyBoxes, reader.Error.Fault);
    }

    [Fact]
    public void NoBytesMakeTheWalkThrowOrLeaveItsBounds()
    {
        List<byte[]> corpus = [.. Cases.Select(row => Bytes(row.Data.Item2)), Nested(20)];
        Fuzz.Run(corpus, bytes => _ = Descend(new BoxReader(bytes), 0));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Nested(int depth)
    {
        byte[] bytes = new byte[depth * BoxWriter.HeaderSize];
        for (int i = 0; i < depth; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * BoxWriter.HeaderSize), bytes.Length - i * BoxWriter.HeaderSize);
            "moov"u8.CopyTo(bytes.AsSpan(i * BoxWriter.HeaderSize + 4));
        }

        return bytes;
    }

    private static string Walk(BoxReader reader)
    {
        List<string> seen = [];
        while (reader.TryRead(out Box box)) seen.Add($"{box.Type}@{box.Offset}:{box.HeaderSize}+{box.Body.Length}");
        if (!reader.Error.IsNone) seen.Add(reader.Error.ToString());
        return string.Join(' ', seen);
    }

    private static (int Depth, Mp4Error Error) Descend(BoxReader reader, int depth)
    {
        int deepest = depth;
        Mp4Error first = default;
        while (reader.TryRead(out Box box))
        {
            (int reached, Mp4Error error) = Descend(box.Children(), depth + 1);
            deepest = Math.Max(deepest, reached);
            if (first.IsNone) first = error;
        }

        return (deepest, first.IsNone ? reader.Error : first);
    }
}
