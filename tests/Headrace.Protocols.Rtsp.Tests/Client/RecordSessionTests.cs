using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Client;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests.Client;

/// <summary>Our client that publishes, before our server and before servers of other manners, in virtual time.</summary>
public class RecordSessionTests
{
    private const string Challenge = "RTSP/1.0 401 Unauthorized\nCSeq: {cseq}\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\n\n";

    [Fact]
    public void EveryTrackIsAnnouncedSetUpAndRecordedAndTheSessionLivesOn()
    {
        ScriptedCamera server = new();
        RecordClient client = new RecordClient(server.Talk).Run();
        Assert.Equal(
            [
                "OPTIONS rtsp://camera/live/cam", "ANNOUNCE rtsp://camera/live/cam", "SETUP rtsp://camera/live/cam/trackID=0", "SETUP rtsp://camera/live/cam/trackID=1", "RECORD rtsp://camera/live/cam",
            ],
            client.Lines);
        Assert.Equal(RecordClient.Sdp, Encoding.UTF8.GetString(client.Sent[1].Body.Span));
        Assert.Equal("application/sdp", client.Sent[1].Headers.Get("Content-Type"));
        Assert.Equal("RTP/AVP/TCP;unicast;interleaved=0-1;mode=record", client.Sent[2].Headers.Get("Transport"), ignoreCase: true);
        RtspClientEvent.Recording recording = Assert.IsType<RtspClientEvent.Recording>(Assert.Single(client.Events));
        Assert.Equal([0, 1], recording.Tracks.Select(track => track.Track));
        Assert.Equal(RtspRecordState.Recording, client.Session.State);

        client.RunUntil(client.Now + TimeSpan.FromHours(1));
        Assert.Equal(5 + 120, client.Sent.Count);
        Assert.Equal(RtspMethod.GetParameter, client.Sent[^1].Method);
        client.TearDown();
        Assert.Equal("TEARDOWN rtsp://camera/live/cam", client.Lines.Last());
        Assert.Equal(MonotonicTime.Never, client.Session.NextDeadline);
    }

    [Fact]
    public void ChallengeToAnnounceIsAnsweredWithTheDescriptionOnceMore()
    {
        RecordClient client = new RecordClient(new ScriptedCamera().Answer("ANNOUNCE", Challenge).Talk).Run();
        Assert.Equal(RtspRecordState.Recording, client.Session.State);
        RtspRequest[] announced = [.. client.Sent.Where(request => request.Method == RtspMethod.Announce)];
        Assert.Equal([RecordClient.Sdp, RecordClient.Sdp], announced.Select(request => Encoding.UTF8.GetString(request.Body.Span)));
        Assert.StartsWith("Digest username=\"admin\"", announced[1].Headers.Get("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongPasswordIsSaidOnce()
    {
        RecordClient client = new RecordClient(new ScriptedCamera().Always("ANNOUNCE", Challenge).Talk).Run();
        Assert.Equal((RtspClientEndReason.Unauthorized, "the server does not accept the user name or the password (user admin); look at them in the URL"), (client.End.Reason, client.End.Text));
        Assert.Equal(2, client.Sent.Count(request => request.Method == RtspMethod.Announce));
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("ANNOUNCE")]
    [InlineData("SETUP")]
    [InlineData("RECORD")]
    public void RedirectionIsFollowedWheneverItComes(string method)
    {
        RecordClient client = new RecordClient(new ScriptedCamera().Answer(method, "RTSP/1.0 302 Found\nCSeq: {cseq}\nLocation: rtsp://other:8554/cam\n\n").Talk).Run();
        Assert.Equal("other", Assert.IsType<RtspClientEvent.Redirected>(client.Events[^1]).Location.Host);
        Assert.Equal(RtspRecordState.Ended, client.Session.State);
    }

    [Theory]
    [InlineData("ANNOUNCE", "ANNOUNCE was answered 406")]
    [InlineData("RECORD", "RECORD was answered 406")]
    public void RefusalIsSaidWithTheServersNumber(string method, string text)
    {
        RecordClient client = new RecordClient(new ScriptedCamera().Answer(method, "RTSP/1.0 406 Not Acceptable\nCSeq: {cseq}\n\n").Talk).Run();
        Assert.Equal(RtspClientEndReason.Refused, client.End.Reason);
        Assert.StartsWith(text, client.End.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TrackThatIsNotWantedCostsNoOther()
    {
        RecordClient client = new RecordClient(new ScriptedCamera().Answer("SETUP", "RTSP/1.0 415 Unsupported Media Type\nCSeq: {cseq}\n\n").Talk).Run();
        Assert.Equal([1], client.Events.OfType<RtspClientEvent.Recording>().Single().Tracks.Select(track => track.Track));
        client = new RecordClient(new ScriptedCamera().Always("SETUP", "RTSP/1.0 461 Unsupported Transport\nCSeq: {cseq}\n\n").Talk).Run();
        Assert.Equal(RtspClientEndReason.NoTracks, client.End.Reason);
    }

    [Fact]
    public void SilenceEndsIt()
    {
        RecordClient client = new RecordClient(new ScriptedCamera().Always("ANNOUNCE", "").Talk).Run();
        client.RunUntil(client.Now + TimeSpan.FromSeconds(11));
        Assert.Equal((RtspClientEndReason.TimedOut, "ANNOUNCE was not answered within 10 s"), (client.End.Reason, client.End.Text));
    }

    [Fact]
    public void WhateverTheServerAnswersTheClientComesToAnEndOfItsQuestions() => Fuzz.Run(
        [
            Elements.Bytes("RTSP/1.0 200 OK\nCSeq: 1\nPublic: OPTIONS, ANNOUNCE, RECORD\n\n"), Elements.Bytes(Challenge.Replace("{cseq}", "2", StringComparison.Ordinal)),
            Elements.Bytes("RTSP/1.0 302 Found\nCSeq: 2\nLocation: rtsp://other/cam\n\n"), Elements.Bytes("RTSP/1.0 200 OK\nCSeq: 3\nSession: 1;timeout=2\nTransport: RTP/AVP/TCP;unicast;interleaved=4-5\n\n"),
            Elements.Bytes("TEARDOWN * RTSP/1.0\nCSeq: 1\n\n"),
        ],
        bytes =>
        {
            ScriptedCamera good = new();
            int turn = bytes.Length % 5;
            RecordClient client = new RecordClient((request, now) => turn-- == 0 ? bytes : good.Talk(request, now)).Run();
            client.RunUntil(client.Now + TimeSpan.FromMinutes(2));
            Assert.True(client.Session.State is RtspRecordState.Recording or RtspRecordState.Ended, client.Session.State.ToString());
            Assert.True(client.Sent.Count < 400);
        });
}
