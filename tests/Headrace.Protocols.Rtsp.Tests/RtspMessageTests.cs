using System.Buffers;
using System.Text;

namespace Headrace.Protocols.Rtsp.Tests;

public class RtspMessageTests
{
    [Fact]
    public void RequestIsWrittenAsItIsRead()
    {
        RtspRequest request = new(RtspMethod.Announce, "rtsp://h/cam") { Body = "v=0\r\n"u8.ToArray() };
        request.Headers.Add("CSeq", "3");
        request.Headers.Add("Content-Length", "99");
        request.Headers.Add("X", "a");
        request.Headers.Add("x", "b");
        Assert.Equal("ANNOUNCE rtsp://h/cam RTSP/1.0\nCSeq: 3\nX: a\nx: b\nContent-Length: 5\n\nv=0\n", Text(request));
        Assert.Equal(["ANNOUNCE rtsp://h/cam RTSP/1.0|CSeq=3|X=a|x=b|Content-Length=5||v=0\r\n"], Elements.Read(new RtspParser(new InterleavedChannels()), Text(request)));
    }

    [Fact]
    public void EveryStatusIsWrittenAndReadWithItsReason()
    {
        foreach (RtspStatus status in Enum.GetValues<RtspStatus>())
        {
            RtspResponse response = new(status);
            Assert.NotEmpty(response.Reason);
            Assert.Equal($"RTSP/1.0 {(int)status} {response.Reason}", Assert.Single(Elements.Read(new RtspParser(new InterleavedChannels()), Text(response))));
        }
    }

    [Fact]
    public void EveryMethodHasItsToken()
    {
        foreach (RtspMethod method in Enum.GetValues<RtspMethod>().Skip(1)) Assert.Equal(method, RtspMethodTokens.Parse(method.ToToken()));
        Assert.Equal(RtspMethod.Unknown, RtspMethodTokens.Parse("options"));
        Assert.Equal(RtspMethod.Unknown, RtspMethodTokens.Parse(""));
    }

    [Fact]
    public void NoValueCanBeginALineOfItsOwn()
    {
        RtspResponse response = new(RtspStatus.Ok, "Fine\r\nEvil: 1");
        response.Headers.Add("A\r\nEvil", "1\r\n\r\nEvil: 2\n");
        response.Headers.Set("A", "3\nEvil: 3");
        Assert.DoesNotContain("\nEvil", Text(response), StringComparison.Ordinal);
        Assert.DoesNotContain("\nEvil", Text(new RtspRequest("PLAY", "rtsp://h/\r\nEvil: 1")), StringComparison.Ordinal);
    }

    [Fact]
    public void HeadersAreFoundWithoutCaseAndKeepTheirOrder()
    {
        RtspHeaders headers = new();
        headers.Add("Require", "a");
        headers.Add("CSeq", "1");
        headers.Add("REQUIRE", "b");
        Assert.Equal("a", headers.Get("require"));
        Assert.Equal("a, b", headers.GetJoined("Require"));
        Assert.Null(headers.Get("Session"));
        Assert.Null(headers.GetJoined("Session"));
        headers.Set("require", "c");
        Assert.Equal([new RtspHeader("require", "c"), new RtspHeader("CSeq", "1")], headers);
        headers.Set("Session", "7");
        Assert.Equal("7", headers[2].Value);
    }

    [Theory]
    [InlineData("12", 12u)]
    [InlineData("4294967295", uint.MaxValue)]
    [InlineData("4294967296", null)]
    [InlineData("-1", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void SequenceNumberIsANumberOrNothing(string value, uint? expected)
    {
        RtspRequest request = new(RtspMethod.Options, "*");
        request.Headers.Add("cseq", value);
        Assert.Equal(expected, request.CSeq);
    }

    [Fact]
    public void ElementRefusesToBeWhatItIsNot()
    {
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(Elements.Bytes("OPTIONS * RTSP/1.0\n\n")));
        Assert.True(new RtspParser(new InterleavedChannels()).TryRead(ref reader, out RtspElement element));
        Assert.Equal(RtspMethod.Options, element.Request.Method);
        Assert.Throws<InvalidOperationException>(() => element.Response);
        Assert.Throws<InvalidOperationException>(() => element.Frame);
    }

    private static string Text(RtspMessage message)
    {
        ArrayBufferWriter<byte> output = new();
        message.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
