using System.Text;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Protocols.Rtsp.Tests.Server;

/// <summary>
/// What real clients said, and what they are answered. <c>UPDATE_GOLDEN=1</c> writes the answers into the dialogues; the difference is reviewed.
/// </summary>
public class DialogueTests
{
    public static TheoryData<string> Names => [.. Dialogue.All.Select(dialogue => dialogue.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ClientIsAnsweredAsItWasWhenItWorked(string name)
    {
        Dialogue dialogue = Dialogue.Get(name);
        TestServer server = Server(dialogue);
        List<string> responses = [.. dialogue.Turns.Select(turn => server.Send(turn.Request))];
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") dialogue.Save(responses);
        Assert.Equal(dialogue.Turns.Select(turn => turn.Response), responses);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RequestsThatComeAllAtOnceAreAnsweredTheSame(string name)
    {
        Dialogue dialogue = Dialogue.Get(name);
        Assert.Equal(string.Concat(dialogue.Turns.Select(turn => turn.Response)), Server(dialogue).Send(dialogue.ClientBytes()));
    }

    [Fact]
    public void CapturedRequestsAreAllAnswered()
    {
        foreach (byte[] raw in Corpus.RawRequests)
        {
            if (!raw.AsSpan().StartsWith("DESCRIBE"u8)) continue;
            int requests = Encoding.UTF8.GetString(raw).Split("CSeq:").Length - 1;
            Assert.Equal(requests, TestServer.Responses(new TestServer().Send(raw)).Count);
        }
    }

    /// <summary>A server with the stream that the dialogue's client was told about, for readers.</summary>
    private static TestServer Server(Dialogue dialogue)
    {
        bool isUdp = dialogue.Name.EndsWith("-udp", StringComparison.Ordinal);
        TestServer server = new(new RtspServerOptions { Transports = isUdp ? RtspTransports.Udp : RtspTransports.Tcp });
        string? described = dialogue.Turns.Select(turn => turn.Response).FirstOrDefault(response => response.Contains("Content-Base", StringComparison.Ordinal));
        if (described is null) return server;
        RtspResponse response = Assert.Single(TestServer.Responses(described));
        Assert.True(RtspUrl.TryParse(response.Headers.Get("Content-Base"), out RtspUrl? url));
        server.Streams[url.StreamName] = new RtspPresentation(response.Body, TestServer.TracksOf(response.Body.Span));
        return server;
    }
}
