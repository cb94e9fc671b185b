using Headrace.Protocols.Rtmp.Chunks;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtmp.Server;

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
    public void AServerThatDoesNotAnswerIsGivenUp()
    {
        Pair pair = new(publishes: true);
        pair.Client.HandleTimeout(pair.Client.NextDeadline);
        Assert.True(pair.Client.TryGetEvent(out RtmpClientEvent? next));
        Assert.Equal("it does not answer the handshake", Assert.IsType<RtmpClientEvent.Ended>(next).Text);
    }
}
