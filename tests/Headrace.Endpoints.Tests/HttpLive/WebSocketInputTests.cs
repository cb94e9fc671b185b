using System.Buffers;
using Headrace.Endpoints.HttpLive.WebSockets;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.HttpLive;

public sealed class WebSocketInputTests
{
    // | FIN, opcode | masked, length | mask | payload |
    private static readonly byte[] Ping = [0x89, 0x82, 1, 2, 3, 4, (byte)'h' ^ 1, (byte)'i' ^ 2];
    private static readonly byte[] Close = [0x88, 0x80, 1, 2, 3, 4];
    private static readonly byte[] Text = [0x81, 0xFE, 0, 126, 9, 9, 9, 9, .. new byte[126]];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void ControlFramesAreReadAndMessagesPassedOver(int piece)
    {
        byte[] bytes = [.. Text, .. Ping, .. Text, .. Close];
        (List<(WebSocketOpcode, string)> read, bool isBroken) = Read(bytes, piece);
        Assert.False(isBroken);
        Assert.Equal([(WebSocketOpcode.Ping, "hi"), (WebSocketOpcode.Close, "")], read);
    }

    [Theory]
    [InlineData("8900")]
    [InlineData("C980010203040000")]
    [InlineData("8380010203040000")]
    [InlineData("89FE00FF01020304")]
    [InlineData("82FFFFFFFFFFFFFFFFFF01020304")]
    public void WhatBreaksTheProtocolIsTheEnd(string bytes) => Assert.True(Read(Convert.FromHexString(bytes), 1000).IsBroken);

    [Theory]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")]
    public void KeyIsAnsweredAsInTheSpecification(string key, string answer) => Assert.Equal(answer, WebSocketFrames.Accept(key));

    [Theory]
    [InlineData(0, "8200")]
    [InlineData(125, "827D")]
    [InlineData(126, "827E007E")]
    [InlineData(65_535, "827EFFFF")]
    [InlineData(65_536, "827F0000000000010000")]
    public void LengthsTakeAsFewBytesAsTheyMay(int length, string header)
    {
        byte[] frame = WebSocketFrames.Write(WebSocketOpcode.Binary, new byte[length]);
        Assert.Equal(header, Convert.ToHexString(frame[..^length]));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run([Ping, Close, Text, [.. Text, .. Ping]], bytes => Read(bytes, 5));

    private static (List<(WebSocketOpcode Opcode, string Payload)> Read, bool IsBroken) Read(byte[] bytes, int piece)
    {
        WebSocketInput input = new();
        List<(WebSocketOpcode, string)> read = [];
        byte[] kept = [];
        for (int at = 0; at < bytes.Length; at += piece)
        {
            kept = [.. kept, .. bytes[at..Math.Min(at + piece, bytes.Length)]];
            ReadOnlySequence<byte> here = new(kept);
            while (input.TryRead(ref here, out WebSocketOpcode opcode, out byte[] payload)) read.Add((opcode, System.Text.Encoding.ASCII.GetString(payload)));
            kept = here.ToArray();
        }

        return (read, input.IsBroken);
    }
}
