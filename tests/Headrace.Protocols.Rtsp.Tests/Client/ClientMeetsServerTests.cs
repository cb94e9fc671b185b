using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Protocols.Rtsp.Tests.Server;

namespace Headrace.Protocols.Rtsp.Tests.Client;

/// <summary>Our client before our server, in virtual time.</summary>
public class ClientMeetsServerTests
{
    private readonly TestServer _server = new(new RtspServerOptions { Transports = RtspTransports.Tcp | RtspTransports.Udp });

    [Fact]
    public void EveryTrackIsPlayedAndTheSessionLivesOn()
    {
        TestClient client = new TestClient(Talk).Run();
        Assert.Equal(
            [
                "OPTIONS rtsp://camera/live/cam", "DESCRIBE rtsp://camera/live/cam", "SETUP rtsp://camera/live/cam/trackID=0", "SETUP rtsp://camera/live/cam/trackID=1",
                "PLAY rtsp://camera/live/cam/",
            ],
            client.Lines);
        Assert.Equal((RtspClientState.Playing, RtspSessionState.Playing), (client.Session.State, _server.Session.State));
        RtspClientEvent.Playing playing = Assert.IsType<RtspClientEvent.Playing>(client.Events[^1]);
        Assert.Equal([1000, 1001], playing.Starts!.Entries.Select(entry => (int)entry.Sequence!));
        foreach (RtspTrackSetup track in client.Tracks) Assert.Equal(_server.Session.Tracks[track.Track].Transport.Interleaved, track.Transport.Interleaved);

        client.RunUntil(client.Now + TimeSpan.FromHours(1));
        _server.Session.HandleTimeout(_server.Output, client.Now);
        Assert.Equal((RtspClientState.Playing, RtspSessionState.Playing), (client.Session.State, _server.Session.State));
        Assert.Equal(5 + 120, client.Sent.Count);

        client.TearDown();
        Assert.Equal("TEARDOWN rtsp://camera/live/cam/", client.Lines.Last());
        Assert.IsType<RtspServerEvent.TornDown>(_server.Events[^1]);
        Assert.Equal(MonotonicTime.Never, client.Session.NextDeadline);
    }

    [Fact]
    public void UdpIsAgreedWithThePortsOfBoth()
    {
        TestClient client = new TestClient(Talk, transport: RtspClientTransport.Udp).Run();
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.All(client.Tracks, track => Assert.Equal(8000, track.Transport.ServerPorts!.Value.Rtp));
        Assert.False(client.Session.Channels.Any);
    }

    [Fact]
    public void RefusedTransportIsSaid()
    {
        TestServer tcpOnly = new();
        TestClient client = new TestClient((bytes, _) => Elements.Bytes(tcpOnly.Send(bytes)), transport: RtspClientTransport.Udp).Run();
        Assert.Equal(RtspClientEndReason.UnsupportedTransport, client.End.Reason);
        Assert.Contains("461", client.End.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingStreamIsSaidWithTheServersWords()
    {
        TestClient client = new TestClient(Talk, "rtsp://camera/nobody").Run();
        Assert.Equal((RtspClientEndReason.Refused, "DESCRIBE was answered 404 Not Found; look at the path in the URL"), (client.End.Reason, client.End.Text));
    }

    private byte[] Talk(byte[] bytes, MonotonicTime now)
    {
        _server.Now = now;
        return Elements.Bytes(_server.Send(bytes));
    }
}
