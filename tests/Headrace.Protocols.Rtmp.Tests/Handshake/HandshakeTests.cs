using System.Buffers;
using Headrace.Protocols.Rtmp.Handshake;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtmp.Tests.Handshake;

public sealed class HandshakeTests
{
    [Fact]
    public void APlainClientIsAnsweredWithWhatItSent()
    {
        byte[] request = [3, 0, 0, 0, 1, 0, 0, 0, 0, .. Enumerable.Range(0, 1528).Select(i => (byte)(i * 7))];
        ServerHandshake server = new();
        byte[] answer = Exchange(server, request);
        Assert.Equal(1 + (2 * 1536), answer.Length);
        Assert.Equal(3, answer[0]);
        Assert.Equal(0, BitConverter.ToInt32(answer, 5));
        Assert.Equal(request[1..], answer[1537..]);
        Assert.False(server.IsDone);
        ArrayBufferWriter<byte> output = new();
        Assert.Equal(1536, server.Receive(new byte[1536], output));
        Assert.True(server.IsDone);
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AClientThatSignsIsAnsweredSigned(bool isBehind)
    {
        byte[] first = [.. Enumerable.Range(0, 1536).Select(i => (byte)(i * 13))];
        new byte[] { 0, 0, 0, 0, 9, 0, 124, 2 }.CopyTo(first, 0);
        HandshakeDigest.Sign(first, HandshakeDigest.ClientName, isBehind);
        byte[] answer = Exchange(new ServerHandshake(), [3, .. first]);
        Assert.True(HandshakeDigest.TryFind(answer.AsSpan(1, 1536), HandshakeDigest.ServerName, out _, out bool place));
        Assert.Equal(isBehind, place);
        Assert.True(HandshakeDigest.TryFind(first, HandshakeDigest.ClientName, out ReadOnlySpan<byte> digest, out _));
        byte[] expected = answer[1537..];
        HandshakeDigest.SignAnswer(expected, HandshakeDigest.ServerName, digest);
        Assert.Equal(expected, answer[1537..]);
    }

    [Fact]
    public void OurClientAndServerShakeHandsByPieces()
    {
        ArrayBufferWriter<byte> toServer = new();
        ArrayBufferWriter<byte> toClient = new();
        ServerHandshake server = new();
        ClientHandshake client = new();
        ClientHandshake.Start(toServer);
        Assert.Equal(0, server.Receive(toServer.WrittenSpan[..1000], toClient));
        Assert.Equal(1537, server.Receive(toServer.WrittenSpan, toClient));
        toServer.ResetWrittenCount();
        Assert.Equal(1537, client.Receive(toClient.WrittenSpan[..2000], toServer));
        Assert.Equal(1536, client.Receive(toClient.WrittenSpan[1537..], toServer));
        Assert.True(client.IsDone);
        Assert.Equal(1536, server.Receive(toServer.WrittenSpan, toClient));
        Assert.True(server.IsDone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OurClientGoesOnPlainlyWithAServerThatDoesNotSign(bool echoesVersion)
    {
        ArrayBufferWriter<byte> output = new();
        ClientHandshake.Start(output);
        byte[] request = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        byte[] first = [0, 0, 0, 9, .. echoesVersion ? request[5..9] : new byte[4], .. Enumerable.Range(0, 1528).Select(i => (byte)(i * 11))];
        ClientHandshake client = new();
        Assert.Equal(3073, client.Receive([3, .. first, .. request[1..]], output));
        Assert.True(client.IsDone);
        Assert.Equal(first, output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(0x16, RtmpFault.TlsOnPlainPort)]
    [InlineData((byte)'G', RtmpFault.HttpOnRtmpPort)]
    [InlineData((byte)'P', RtmpFault.HttpOnRtmpPort)]
    [InlineData(6, RtmpFault.Encrypted)]
    [InlineData(0, RtmpFault.NotRtmp)]
    [InlineData(0xFF, RtmpFault.NotRtmp)]
    public void WhatIsNotRtmpIsNamedAtItsFirstByte(byte first, RtmpFault fault)
    {
        ServerHandshake server = new();
        Assert.Equal(0, server.Receive([first], new ArrayBufferWriter<byte>()));
        Assert.Equal(fault, server.Fault);
    }

    [Fact]
    public void AnyBytesAreAnsweredOrRefused() => Fuzz.Run([[3, .. new byte[3072]], [3, .. Enumerable.Range(0, 3072).Select(i => (byte)i)]], bytes =>
    {
        ServerHandshake server = new();
        ClientHandshake client = new();
        ArrayBufferWriter<byte> output = new();
        int taken = server.Receive(bytes, output);
        if (taken > bytes.Length || output.WrittenCount > 3073) throw new InvalidOperationException("server");
        if (client.Receive(bytes, output) > bytes.Length) throw new InvalidOperationException("client");
    });

    private static byte[] Exchange(ServerHandshake server, byte[] request)
    {
        ArrayBufferWriter<byte> output = new();
        Assert.Equal(request.Length, server.Receive(request, output));
        return output.WrittenSpan.ToArray();
    }
}
