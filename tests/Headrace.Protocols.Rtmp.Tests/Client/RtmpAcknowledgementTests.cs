using System.Buffers;
using System.Buffers.Binary;
using Headrace.Containers.Flv.Amf;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Chunks;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtmp.Tests.Chunks;
using Headrace.Protocols.Rtmp.Tests.Server;

namespace Headrace.Protocols.Rtmp.Tests.Client;

/// <summary>Peers that want to hear how much has come (RTMP 1.0, 5.4.3), and those that never do or never say so.</summary>
public sealed class RtmpAcknowledgementTests
{
    private const int MediaBytes = 1000;

    private static readonly MonotonicTime Now = new(1);

    [Theory]
    [InlineData(0u, 2600, 2)]
    [InlineData(10_000u, 100, 20)]
    [InlineData(1u, 3, 3)]
    [InlineData(uint.MaxValue, 2600, 0)]
    public void AServerIsToldAtHalfOfTheWindowThatItNames(uint window, int messages, int told)
    {
        using RtmpClientSession client = Play(out MediaLog log, out long taken);
        ArrayBufferWriter<byte> output = new();
        RtmpChunkWriter writer = new();
        ArrayBufferWriter<byte> said = new();
        writer.SetChunkSize(RtmpLimits.ChunkBytes, said);
        if (window > 0) writer.Write(2, RtmpMessageType.WindowAcknowledgementSize, 0, 0, Bytes(window), said);
        for (int i = 0; i < messages; i++) writer.Write(6, RtmpMessageType.Audio, 1, (uint)i, new byte[MediaBytes], said);
        Receive(client, said.WrittenSpan, output, log);
        Assert.Equal(messages, log.Messages.Count);
        uint[] acknowledged = Acknowledged(output);
        Assert.Equal(told, acknowledged.Length);
        // Counted from the first byte behind the handshake.
        Assert.All(acknowledged.Zip(acknowledged.Skip(1)), static pair => Assert.True(pair.Second > pair.First));
        Assert.All(acknowledged, count => Assert.InRange(count, (uint)MediaBytes, (uint)(taken + said.WrittenCount)));
    }

    [Fact]
    public void APublisherIsToldAtHalfOfTheWindowThatItNames()
    {
        using TestServer server = new();
        server.Connect();
        server.Command("createStream", 4, AmfValue.Null);
        server.Command("publish", 5, AmfValue.Null, AmfValue.Of("cam"), AmfValue.Of("live"));
        server.Message(RtmpMessageType.WindowAcknowledgementSize, 0, 0, Bytes(10_000));
        server.Output.ResetWrittenCount();
        for (uint i = 0; i < 100; i++) server.Message(RtmpMessageType.Audio, 1, i, new byte[MediaBytes]);
        Assert.InRange(Acknowledged(server.Output).Length, 18, 22);
        Assert.Equal(100, server.Media.Messages.Count(static message => message.StartsWith("Audio", StringComparison.Ordinal)));
    }

    [Fact]
    public void AcknowledgementsAreHeardAndChangeNothing()
    {
        Pair pair = new(publishes: true);
        pair.Run();
        RtmpChunkWriter writer = new();
        pair.Say(output => writer.Write(2, RtmpMessageType.Acknowledgement, 0, 0, Bytes(uint.MaxValue), output));
        pair.Say(output => writer.Write(2, RtmpMessageType.Acknowledgement, 0, 0, [1], output));
        pair.Run();
        Assert.Equal(RtmpClientState.Flowing, pair.Client.State);
        Assert.Single(pair.ClientEvents);
        RtmpChunkWriter client = new();
        client.Write(2, RtmpMessageType.Acknowledgement, 0, 0, Bytes(5), pair.ToServer);
        client.Write(2, RtmpMessageType.WindowAcknowledgementSize, 0, 0, [1], pair.ToServer);
        pair.Run();
        Assert.DoesNotContain(pair.ServerEvents, static next => next is Protocols.Rtmp.Server.RtmpServerEvent.Ended);
    }

    /// <summary>A client that plays at a server that names no window.</summary>
    private static RtmpClientSession Play(out MediaLog log, out long taken)
    {
        Assert.True(RtmpLocation.TryParse("rtmp://host/live/cam", out RtmpLocation? location));
        RtmpClientSession client = new(new RtmpClientOptions { Publishes = false }, location);
        log = new MediaLog();
        ArrayBufferWriter<byte> output = new();
        client.Start(output, Now);
        ArrayBufferWriter<byte> said = new();
        RtmpChunkWriter writer = new();
        Say(writer, said, "_result", RtmpClientCommands.ConnectTransaction, AmfValue.Object([]), AmfValue.Object([new("code", AmfValue.Of("NetConnection.Connect.Success"))]));
        Say(writer, said, "_result", RtmpClientCommands.CreateTransaction, AmfValue.Null, AmfValue.Of(1));
        Say(writer, said, "onStatus", 0, AmfValue.Null, AmfValue.Object([new("level", AmfValue.Of("status")), new("code", AmfValue.Of("NetStream.Play.Start"))]));
        Receive(client, [3, .. new byte[3072]], output, log);
        Receive(client, said.WrittenSpan, output, log);
        Assert.Equal(RtmpClientState.Flowing, client.State);
        taken = said.WrittenCount;
        return client;
    }

    private static void Say(RtmpChunkWriter writer, ArrayBufferWriter<byte> output, string name, double transaction, params AmfValue[] values)
    {
        ArrayBufferWriter<byte> body = new();
        AmfWriter command = new(body);
        command.Text(name);
        command.Number(transaction);
        foreach (AmfValue value in values) command.Value(value);
        writer.Write(3, RtmpMessageType.Command, 0, 0, body.WrittenSpan, output);
    }

    private static void Receive(RtmpClientSession client, ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output, MediaLog log)
    {
        int before;
        do
        {
            before = bytes.Length;
            bytes = bytes[client.Receive(bytes, output, Now, log)..];
            while (client.TryGetEvent(out _))
            {
                // What it tells is asked elsewhere.
            }
        }
        while (bytes.Length < before);
    }

    private static uint[] Acknowledged(ArrayBufferWriter<byte> output)
    {
        using RtmpChunkReader reader = new();
        return
        [
            .. MessageLog.Read(reader, output.WrittenSpan).Where(static message => message.StartsWith("Acknowledgement ", StringComparison.Ordinal))
                .Select(static message => Convert.ToUInt32(message[(message.LastIndexOf(' ') + 1)..], 16)),
        ];
    }

    private static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
