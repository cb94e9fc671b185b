using Headrace.Containers.Flv.Amf;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Chunks;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Protocols.Rtmp.Tests.Server;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtmp.Tests.Client;

public sealed class RtmpClientSessionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void OurClientPublishesAtOurServer(int piece)
    {
        Pair pair = new(publishes: true, piece: piece);
        pair.Run();
        RtmpClientEvent.Started started = Assert.IsType<RtmpClientEvent.Started>(Assert.Single(pair.ClientEvents));
        Assert.Equal(RtmpServerSession.MediaStreamId, started.StreamId);
        Assert.Contains("hvc1", started.Capabilities.Video);
        Assert.Contains("Opus", started.Capabilities.Audio);
        RtmpChunkWriter writer = new();
        writer.SetChunkSize(4096, pair.ToServer);
        writer.Write(6, RtmpMessageType.Video, started.StreamId, 40, new byte[10_000], pair.ToServer);
        pair.Run();
        Assert.Equal([$"Video 40 {Convert.ToHexString(new byte[10_000])}"], pair.AtServer.Messages);
        pair.Client.Stop(pair.ToServer);
        pair.Run();
        Assert.IsType<RtmpServerEvent.Stopped>(pair.ServerEvents[^1]);
        Assert.Equal(RtmpSessionState.Connected, pair.Server.State);
    }

    [Theory]
    [InlineData("rtmp://host/live/cam")]
    [InlineData("rtmp://host/live?token=x")]
    public void OurClientPlaysAtOurServerUntilItIsOver(string url)
    {
        Pair pair = new(publishes: false, url);
        pair.Run();
        Assert.IsType<RtmpClientEvent.Started>(Assert.Single(pair.ClientEvents));
        RtmpChunkWriter writer = new();
        pair.Say(output =>
        {
            writer.SetChunkSize(RtmpLimits.ChunkBytes, output);
            writer.Write(6, RtmpMessageType.Audio, RtmpServerSession.MediaStreamId, uint.MaxValue, [1, 2], output);
        });
        pair.Run();
        Assert.Equal("Audio 4294967295 0102", pair.AtClient.Messages[^1]);
        pair.Say(output => pair.Server.EndPlay("It is over.", output));
        pair.Run();
        RtmpClientEvent.Ended ended = Assert.IsType<RtmpClientEvent.Ended>(pair.ClientEvents[^1]);
        Assert.Equal((RtmpClientEndReason.Closed, "it says that the stream is over"), (ended.Reason, ended.Text));
    }

    [Theory]
    [InlineData(true, RtmpRefusal.BadName, "it refuses to publish (NetStream.Publish.BadName: Not here.)")]
    [InlineData(true, RtmpRefusal.Denied, "it refuses to publish (NetStream.Publish.Denied: Not here.)")]
    [InlineData(false, RtmpRefusal.NotFound, "it refuses to play (NetStream.Play.StreamNotFound: Not here.)")]
    public void ARefusalIsSaidInOneClause(bool publishes, RtmpRefusal refusal, string text)
    {
        Pair pair = new(publishes) { Refusal = refusal };
        pair.Run();
        RtmpClientEvent.Ended ended = Assert.IsType<RtmpClientEvent.Ended>(Assert.Single(pair.ClientEvents));
        Assert.Equal((RtmpClientEndReason.Refused, text), (ended.Reason, ended.Text));
    }

    [Fact]
    public void AClientThatSaysNothingOfWhatItCanIsToldNothing()
    {
        Pair pair = new(publishes: true, capabilities: RtmpCapabilities.None);
        pair.Run();
        Assert.False(Assert.IsType<RtmpClientEvent.Started>(Assert.Single(pair.ClientEvents)).Capabilities.IsEnhanced);
        Assert.False(pair.ServerEvents.OfType<RtmpServerEvent.Connected>().Single().Capabilities.IsEnhanced);
    }

    [Fact]
    public void AnyAnswersAreUnderstoodOrRefused()
    {
        byte[] handshake = [3, .. new byte[3072]];
        Fuzz.Run([Answers()], bytes =>
        {
            Assert.True(RtmpLocation.TryParse("rtmp://host/live/cam", out RtmpLocation? location));
            using RtmpClientSession client = new(new RtmpClientOptions { Publishes = false }, location);
            System.Buffers.ArrayBufferWriter<byte> output = new();
            client.Start(output, new MonotonicTime(1));
            byte[] unread = [.. handshake, .. bytes];
            int before;
            do
            {
                before = unread.Length;
                unread = unread[client.Receive(unread, output, new MonotonicTime(1), new MediaLog())..];
                while (client.TryGetEvent(out _))
                {
                    // What it says is not the question here.
                }
            }
            while (unread.Length < before);

            if (output.WrittenCount > 64 * 1024) throw new InvalidOperationException("It says too much.");
        });
    }

    private static byte[] Answers()
    {
        using TestServer server = new();
        server.Output.ResetWrittenCount();
        server.Connect();
        server.Command("createStream", 4, AmfValue.Null);
        server.Command("play", 5, AmfValue.Null, AmfValue.Of("cam"));
        server.Session.EndPlay("It is over.", server.Output);
        return server.Output.WrittenSpan.ToArray();
    }

    [Fact]
    public void AServerThatDoesNotAnswerIsGivenUp()
    {
        Pair pair = new(publishes: true);
        pair.Client.HandleTimeout(pair.Client.NextDeadline);
        Assert.True(pair.Client.TryGetEvent(out RtmpClientEvent? next));
        Assert.Equal("it does not answer the handshake", Assert.IsType<RtmpClientEvent.Ended>(next).Text);
    }
}
