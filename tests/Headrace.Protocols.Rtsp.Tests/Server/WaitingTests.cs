using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Protocols.Rtsp.Tests.Server;

/// <summary>Decisions that take time, requests that wait for them, and deadlines.</summary>
public class WaitingTests
{
    private const string Cam = "rtsp://h/live/cam";
    private static readonly RtspServerOptions Options = new();

    [Fact]
    public void LaterRequestsAreAnsweredInTheirOrderAfterTheDecision()
    {
        TestServer server = new() { Answers = false };
        Assert.Equal("", server.Send($"DESCRIBE {Cam} RTSP/1.0\nCSeq: 1\n\nOPTIONS * RTSP/1.0\nCSeq: 2\n\nDESCRIBE rtsp://h/single RTSP/1.0\nCSeq: 3\n\nOPTIONS * RTSP/1.0\nCSeq: 4\n\n"));
        RtspServerEvent.DescribeRequested first = server.Last<RtspServerEvent.DescribeRequested>();
        Assert.True(server.Session.RespondDescribe(first, server.Streams["live/cam"], server.Output, server.Now));
        server.TakeEvents();
        Assert.Equal([1u, 2u], server.TakeResponses().Select(response => response.CSeq!.Value));
        Assert.Equal(2, server.Events.Count);
        Assert.True(server.Session.Reject(server.Last<RtspServerEvent.DescribeRequested>(), RtspStatus.NotFound, server.Output, server.Now));
        Assert.Equal([3u, 4u], server.TakeResponses().Select(response => response.CSeq!.Value));
    }

    [Fact]
    public void DecisionIsCompletedOnce()
    {
        TestServer server = new() { Answers = false };
        server.Send($"DESCRIBE {Cam} RTSP/1.0\nCSeq: 1\n\n");
        RtspServerEvent.DescribeRequested decision = server.Last<RtspServerEvent.DescribeRequested>();
        Assert.True(server.Session.Reject(decision, RtspStatus.NotFound, server.Output, server.Now));
        server.TakeOutput();
        Assert.False(server.Session.RespondDescribe(decision, server.Streams["live/cam"], server.Output, server.Now));
        Assert.False(server.Session.Reject(decision, RtspStatus.NotFound, server.Output, server.Now));
        Assert.Equal("", server.TakeOutput());
    }

    [Fact]
    public void TooManyWaitingRequestsEndTheConnection()
    {
        TestServer server = new() { Answers = false };
        server.Send($"DESCRIBE {Cam} RTSP/1.0\nCSeq: 1\n\n");
        for (int i = 0; i < RtspLimits.MaxPipelinedRequests; i++) server.Send("OPTIONS * RTSP/1.0\nCSeq: 2\n\n");
        Assert.False(server.Session.IsEnded);
        server.Send("OPTIONS * RTSP/1.0\nCSeq: 3\n\n");
        Assert.Equal(RtspEndReason.TooManyRequestsWaiting, server.Last<RtspServerEvent.Ended>().Reason);
        Assert.Equal(MonotonicTime.Never, server.Session.NextDeadline);
        Assert.False(server.Session.Reject((RtspServerEvent.Decision)server.Events[0], RtspStatus.NotFound, server.Output, server.Now));
        Assert.Equal("", server.Send("OPTIONS * RTSP/1.0\nCSeq: 4\n\n"));
    }

    [Fact]
    public void WaitingBodiesAreLimited()
    {
        TestServer server = new() { Answers = false };
        server.Send($"DESCRIBE {Cam} RTSP/1.0\nCSeq: 1\n\n");
        string large = $"SET_PARAMETER {Cam} RTSP/1.0\nCSeq: 2\nContent-Length: 40000\n\n{new string('x', 40000)}";
        server.Send(large);
        Assert.False(server.Session.IsEnded);
        server.Send(large);
        Assert.True(server.Session.IsEnded);
    }

    [Fact]
    public void DecisionThatTakesTooLongIsAnsweredAndTheLateOneDropped()
    {
        TestServer server = new() { Answers = false };
        server.Send($"DESCRIBE {Cam} RTSP/1.0\nCSeq: 1\n\n");
        Assert.Equal(server.Now + Options.DecisionTimeout, server.Session.NextDeadline);
        server.Now = server.Session.NextDeadline;
        server.Session.HandleTimeout(server.Output, server.Now);
        RtspResponse response = Assert.Single(server.TakeResponses());
        Assert.Equal((RtspStatus.ServiceUnavailable, 1u), (response.Status, response.CSeq));
        Assert.False(server.Session.IsEnded);
        Assert.False(server.Session.RespondDescribe(server.Last<RtspServerEvent.DescribeRequested>(), server.Streams["live/cam"], server.Output, server.Now));
    }

    [Fact]
    public void PublisherWhoseAnnouncementIsDecidedTooLateIsNotTaken()
    {
        TestServer server = new() { Answers = false };
        server.Send("ANNOUNCE rtsp://h/new RTSP/1.0\nCSeq: 1\nContent-Length: 5\n\nv=0\n");
        server.Now += Options.DecisionTimeout;
        server.Session.HandleTimeout(server.Output, server.Now);
        Assert.False(server.Session.AcceptAnnounce(server.Last<RtspServerEvent.AnnounceRequested>(), [new RtspTrack("0")], server.Output, server.Now));
        Assert.Equal(RtspSessionState.Init, server.Session.State);
    }

    [Fact]
    public void SilentConnectionEndsAfterTheHandshakeTimeout()
    {
        TestServer server = new();
        Assert.Equal(server.Now + Options.HandshakeTimeout, server.Session.NextDeadline);
        Expire(server, RtspEndReason.NoRequest);
    }

    [Fact]
    public void RequestsAndFramesKeepASessionAlive()
    {
        TestServer server = new();
        server.Setup(Cam + "/trackID=0");
        server.Request("PLAY", Cam);
        for (int i = 0; i < 3; i++)
        {
            server.Now += TimeSpan.FromSeconds(59);
            server.Send(Elements.Frame(1, 8));
            server.Now += TimeSpan.FromSeconds(59);
            server.Request("GET_PARAMETER", Cam);
            server.Session.HandleTimeout(server.Output, server.Now);
        }

        Assert.Equal(server.Now + Options.SessionTimeout, server.Session.NextDeadline);
        Assert.False(server.Session.IsEnded);
        Expire(server, RtspEndReason.TimedOut);
    }

    [Fact]
    public void TimeoutThatIsEarlyDoesNothing()
    {
        TestServer server = new();
        server.Now = server.Session.NextDeadline - TimeSpan.FromMilliseconds(1);
        server.Session.HandleTimeout(server.Output, server.Now);
        Assert.False(server.Session.IsEnded);
    }

    [Theory]
    [InlineData("rubbish\n", RtspFault.NotRtsp, null)]
    [InlineData("\u0016\u0003\u0001", RtspFault.TlsOnPlainPort, null)]
    [InlineData("GET / HTTP/1.1\n\n", RtspFault.HttpOnRtspPort, RtspStatus.BadRequest)]
    [InlineData("ANNOUNCE rtsp://h/x RTSP/1.0\nContent-Length: 1000000\n\n", RtspFault.BodyTooLarge, RtspStatus.MessageBodyTooLarge)]
    public void FaultEndsTheConnectionAndIsAnsweredWhereThatHelps(string text, RtspFault fault, RtspStatus? status)
    {
        TestServer server = new();
        List<RtspResponse> responses = TestServer.Responses(server.Send(text));
        Assert.Equal(status is null ? [] : [status.Value], responses.Select(response => response.Status));
        RtspServerEvent.Ended ended = server.Last<RtspServerEvent.Ended>();
        Assert.Equal((RtspEndReason.Fault, fault), (ended.Reason, ended.Fault));
        Assert.NotEqual("none", fault.ToText());
    }

    [Fact]
    public void MediaFollowsTheResponseToPlay()
    {
        TestServer server = new();
        server.Setup(Cam + "/trackID=0");
        server.Answers = false;
        Assert.Equal("", server.Send($"PLAY {Cam} RTSP/1.0\nCSeq: 5\n\nPAUSE {Cam} RTSP/1.0\nCSeq: 6\n\n"));
        Assert.Equal(RtspSessionState.ReadyToPlay, server.Session.State);
        Assert.True(server.Session.RespondPlay(server.Last<RtspServerEvent.PlayRequested>(), RangeHeader.Live, [], server.Output, server.Now));
        server.TakeEvents();
        server.Last<RtspServerEvent.Paused>();
        Assert.Equal([5u, 6u], server.TakeResponses().Select(response => response.CSeq!.Value));
    }

    private static void Expire(TestServer server, RtspEndReason reason)
    {
        server.Now = server.Session.NextDeadline;
        server.Session.HandleTimeout(server.Output, server.Now);
        server.TakeEvents();
        Assert.Equal(reason, server.Last<RtspServerEvent.Ended>().Reason);
        Assert.True(server.Session.IsEnded);
    }
}
