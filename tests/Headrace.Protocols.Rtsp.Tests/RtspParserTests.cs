using System.Buffers;
using System.Text;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests;

public class RtspParserTests
{
    public static readonly TheoryData<string, string, string[]> Messages = new()
    {
        { "a request", "OPTIONS rtsp://h/cam RTSP/1.0\nCSeq: 1\n\n", ["OPTIONS rtsp://h/cam RTSP/1.0|CSeq=1"] },
        { "a request to the server", "OPTIONS * RTSP/1.0\nCSeq: 1\n\n", ["OPTIONS * RTSP/1.0|CSeq=1"] },
        { "a body", "ANNOUNCE rtsp://h/cam RTSP/1.0\nContent-Length: 5\n\nv=0\n", ["ANNOUNCE rtsp://h/cam RTSP/1.0|Content-Length=5||v=0\r\n"] },
        { "a response", "RTSP/1.0 200 OK\nCSeq: 4\n\n", ["RTSP/1.0 200 OK|CSeq=4"] },
        { "a response without a reason", "RTSP/1.0 404\n\n", ["RTSP/1.0 404 Not Found"] },
        { "a response with a reason of its own", "RTSP/1.0 461 No   way\n\n", ["RTSP/1.0 461 No   way"] },
        { "a response with a status without a name", "RTSP/1.0 799 Odd\n\n", ["RTSP/1.0 799 Odd"] },
        { "repeated headers", "OPTIONS * RTSP/1.0\nA: 1\nB: 2\na: 3\n\n", ["OPTIONS * RTSP/1.0|A=1|B=2|a=3"] },
        { "a folded header", "OPTIONS * RTSP/1.0\nA: 1\n  2\n\t3\n\n", ["OPTIONS * RTSP/1.0|A=1 2 3"] },
        { "white space around names and values", "OPTIONS * RTSP/1.0\nCSeq :  7  \nEmpty:\n\n", ["OPTIONS * RTSP/1.0|CSeq=7|Empty="] },
        { "values with colons", "PLAY rtsp://h/ RTSP/1.0\nRange: clock=2:3\n\n", ["PLAY rtsp://h/ RTSP/1.0|Range=clock=2:3"] },
        { "lines that are no headers", "OPTIONS * RTSP/1.0\nnonsense\n: blank\nCSeq: 1\n\n", ["OPTIONS * RTSP/1.0|CSeq=1"] },
        { "empty lines before it", "\n\n\nOPTIONS * RTSP/1.0\n\n", ["OPTIONS * RTSP/1.0"] },
        { "spaces in the start line", "OPTIONS   rtsp://h/a b   RTSP/1.0 \n\n", ["OPTIONS rtsp://h/a b RTSP/1.0"] },
        { "an unknown method", "REGISTER rtsp://h/ RTSP/1.0\n\n", ["REGISTER rtsp://h/ RTSP/1.0"] },
        { "version 2", "OPTIONS * RTSP/2.0\n\n", ["OPTIONS * RTSP/2.0"] },
        { "a length that is no number", "OPTIONS * RTSP/1.0\nContent-Length: -4\n\nPLAY rtsp://h/ RTSP/1.0\n\n", ["OPTIONS * RTSP/1.0|Content-Length=-4", "PLAY rtsp://h/ RTSP/1.0"] },
        { "a length that is too small", "ANNOUNCE rtsp://h/ RTSP/1.0\nContent-Length: 5\n\nv=0\na=control:0\nSETUP rtsp://h/0 RTSP/1.0\n\n", ["ANNOUNCE rtsp://h/ RTSP/1.0|Content-Length=5||v=0\r\n", "SETUP rtsp://h/0 RTSP/1.0"] },
        { "a length that is missing", "ANNOUNCE rtsp://h/ RTSP/1.0\n\nv=0\nTEARDOWN rtsp://h/ RTSP/1.0\n\n", ["ANNOUNCE rtsp://h/ RTSP/1.0", "TEARDOWN rtsp://h/ RTSP/1.0"] },
        { "UTF-8", "DESCRIBE rtsp://h/caméra RTSP/1.0\n\n", ["DESCRIBE rtsp://h/caméra RTSP/1.0"] },
        { "HTTP", "GET / HTTP/1.1\n\n", ["fault HttpOnRtspPort"] },
        { "no version", "OPTIONS rtsp://h/\n\n", ["fault NotRtsp"] },
        { "a word", "hello\n", ["fault NotRtsp"] },
        { "a digit", "1", ["fault NotRtsp"] },
        { "a TLS handshake", "\u0016\u0003\u0001", ["fault TlsOnPlainPort"] },
        { "a frame before any message", "$\u0000\u0000\u0001x", ["fault NotRtsp"] },
        { "a body that is too large", "ANNOUNCE rtsp://h/ RTSP/1.0\nContent-Length: 65537\n\n", ["fault BodyTooLarge"] },
    };

    public static TheoryData<string, string, string[]> MessagesWithoutBody =>
        [.. Messages.Select(row => row.Data).Where(data => !data.Item2.Contains("v=0", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void ReadsMessagesLeniently(string name, string text, string[] expected)
    {
        List<string> found = Elements.Read(new RtspParser(new InterleavedChannels()), text);
        Assert.True(expected.SequenceEqual(found), $"{name}: {string.Join(" / ", found)}");
    }

    [Theory]
    [MemberData(nameof(MessagesWithoutBody))]
    public void ReadsLinesThatEndInLineFeedsAlone(string name, string text, string[] expected)
    {
        List<string> found = Elements.Read(new RtspParser(new InterleavedChannels()), Encoding.UTF8.GetBytes(text));
        Assert.True(expected.SequenceEqual(found), $"{name}: {string.Join(" / ", found)}");
    }

    [Fact]
    public void FramesAndMessagesTakeTurns()
    {
        RtspParser parser = new(Elements.Channels(0, 200));
        byte[] bytes =
        [
            .. "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8, .. Elements.Frame(0, 3), .. Elements.Frame(201, 1), .. "RTSP/1.0 200 OK\r\n\r\n"u8, .. Elements.Frame(0, 0),
            .. "REGISTER rtsp://h/ RTSP/1.0\r\n\r\n"u8,
        ];
        Assert.Equal(
            ["OPTIONS * RTSP/1.0|CSeq=1", "$0 555555", "$201 55", "RTSP/1.0 200 OK", "$0 ", "REGISTER rtsp://h/ RTSP/1.0"],
            Elements.Read(parser, bytes));
        Assert.Equal(0, parser.SkippedBytes);
    }

    [Fact]
    public void LargestFrameFitsTheReceiveBuffer()
    {
        byte[] bytes = [.. "OPTIONS * RTSP/1.0\r\n\r\n"u8, .. Elements.Frame(0, ushort.MaxValue), .. Elements.Frame(0, 1)];
        Assert.Equal(3, Elements.Read(new RtspParser(Elements.Channels(0)), bytes).Count);
        Assert.True(RtspLimits.ReceiveBufferBytes >= InterleavedFrame.HeaderBytes + ushort.MaxValue + 64);
    }

    [Fact]
    public void FramePayloadIsASliceOfTheBuffer()
    {
        byte[] bytes = [.. "OPTIONS * RTSP/1.0\r\n\r\n"u8, .. Elements.Frame(0, 4)];
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(bytes));
        RtspParser parser = new(Elements.Channels(0));
        Assert.True(parser.TryRead(ref reader, out _));
        Assert.True(parser.TryRead(ref reader, out RtspElement element));
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(element.Frame.Payload.First, out ArraySegment<byte> segment));
        Assert.Same(bytes, segment.Array);
    }

    [Fact]
    public void ReadingFramesAllocatesNothing()
    {
        RtspParser parser = new(Elements.Channels(0, 2));
        Elements.Read(parser, "OPTIONS * RTSP/1.0\n\n");
        ReadOnlySequence<byte> frames = new([.. Elements.Frame(0, 900), .. Elements.Frame(2, 200), .. Elements.Frame(1, 30)]);
        int found = ReadAll(parser, frames);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) found += ReadAll(parser, frames);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3003, found);
    }

    [Theory]
    [InlineData(RtspLimits.MaxLineBytes, "OPTIONS")]
    [InlineData(RtspLimits.MaxLineBytes + 1, "fault LineTooLong")]
    public void LongestLineIsTheLimit(int length, string expected)
    {
        string line = "OPTIONS rtsp://h/".PadRight(length - " RTSP/1.0\r".Length, 'a') + " RTSP/1.0";
        List<string> found = Elements.Read(new RtspParser(new InterleavedChannels()), line + "\n\n");
        Assert.StartsWith(expected, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RtspLimits.MaxHeaders, 10, "OPTIONS")]
    [InlineData(RtspLimits.MaxHeaders + 1, 10, "fault TooManyHeaders")]
    [InlineData(5, RtspLimits.MaxLineBytes - 10, "fault TooManyHeaders")]
    public void HeadersAreLimitedInNumberAndBytes(int count, int length, string expected)
    {
        string headers = string.Concat(Enumerable.Repeat("A: ".PadRight(length, 'b') + "\n", count));
        List<string> found = Elements.Read(new RtspParser(new InterleavedChannels()), $"OPTIONS * RTSP/1.0\n{headers}\n");
        Assert.StartsWith(expected, Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public void LineWithoutEndIsRefusedAtTheLimit()
    {
        byte[] endless = new byte[RtspLimits.MaxLineBytes + 1];
        endless.AsSpan().Fill((byte)'A');
        Assert.Equal(["fault LineTooLong"], Elements.Read(new RtspParser(new InterleavedChannels()), endless));
    }

    [Fact]
    public void NothingIsReadAfterAFault()
    {
        RtspParser parser = new(new InterleavedChannels());
        Assert.Equal(["fault NotRtsp"], Elements.Read(parser, "nonsense\nOPTIONS * RTSP/1.0\n\n"));
        Assert.Empty(Elements.Read(parser, "OPTIONS * RTSP/1.0\n\n"));
    }

    [Fact]
    public void NeitherThrowsNorHangsOnAnyBytes()
    {
        Fuzz.Run(Corpus.Streams, bytes =>
        {
            RtspParser parser = new(Elements.Channels(0, 2));
            List<string> whole = Elements.Read(parser, bytes);
            Assert.True(whole.Count <= bytes.Length);
            Assert.Equal(whole, Elements.Read(new RtspParser(Elements.Channels(0, 2)), bytes, 1 + bytes.Length % 7));
            Elements.Read(new RtspParser(new InterleavedChannels()), bytes);
        });
    }

    private static int ReadAll(RtspParser parser, ReadOnlySequence<byte> bytes)
    {
        int count = 0;
        SequenceReader<byte> reader = new(bytes);
        while (parser.TryRead(ref reader, out RtspElement element))
        {
            if (element.Kind == RtspElementKind.Interleaved) count++;
        }

        return count;
    }
}
