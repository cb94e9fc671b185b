using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Client;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests.Client;

public class ClientFuzzTests
{
    private static readonly string[] Seeds =
    [
        "RTSP/1.0 200 OK\nCSeq: 1\nPublic: OPTIONS, DESCRIBE, GET_PARAMETER\n\n",
        "RTSP/1.0 401 Unauthorized\nCSeq: 1\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\", qop=\"auth\", stale=true\n\n",
        "RTSP/1.0 302 Found\nCSeq: 1\nLocation: rtsp://other/cam\n\n",
        "RTSP/1.0 200 OK\nCSeq: 2\nContent-Base: rtsp://camera/live/\nContent-Length: 98\n\nv=0\nm=video 0 RTP/AVP 96\na=control:trackID=0\nm=audio 0 RTP/AVP 0\na=control:rtsp://camera/a/trackID=1\n",
        "RTSP/1.0 200 OK\nCSeq: 3\nSession: 1;timeout=2\nTransport: RTP/AVP/TCP;unicast;interleaved=4-5\n\n",
        "RTSP/1.0 200 OK\nCSeq: 5\nRTP-Info: url=rtsp://camera/a;seq=1;rtptime=2\n\n",
        "REDIRECT * RTSP/1.0\nCSeq: 1\nLocation: rtsp://x\n\n",
    ];

    [Fact]
    public void WhateverTheServerAnswersTheClientComesToAnEndOfItsQuestions() => Fuzz.Run(
        [.. Seeds.Select(Elements.Bytes), Elements.Bytes(string.Concat(Seeds))],
        bytes =>
        {
            // What is not understood is not answered; the good camera answers what the fuzzed bytes did not.
            ScriptedCamera good = new();
            int turn = bytes.Length % 5;
            TestClient client = new TestClient((request, now) => turn-- == 0 ? bytes : good.Talk(request, now)).Run();
            client.RunUntil(client.Now + TimeSpan.FromMinutes(2));
            Assert.True(client.Session.State is RtspClientState.Playing or RtspClientState.Ended, client.Session.State.ToString());
            Assert.Equal(client.Session.State == RtspClientState.Ended, client.Session.NextDeadline == MonotonicTime.Never);
            Assert.True(client.Sent.Count < 400);
            Assert.All(client.Sent, request => Assert.DoesNotContain("secret", request.Uri + request.Headers.Get("Authorization"), StringComparison.Ordinal));
        });

    [Fact]
    public void AnyTextIsALocationOrNone() => Fuzz.Run(
        ["rtsp://admin:secret@camera:554/live?x=1"u8.ToArray(), "rtsps://[fe80::1%25eth0]:322/"u8.ToArray()],
        bytes =>
        {
            if (!RtspLocation.TryParse(Encoding.UTF8.GetString(bytes), out RtspLocation? location)) return;
            Assert.NotEmpty(location.Host);
            Assert.InRange(location.Port, 1, 65535);
            Assert.True(RtspLocation.TryParse(location.Url.ToString(), out RtspLocation? again));
            Assert.Equal((location.Host, location.Port, location.IsTls), (again.Host, again.Port, again.IsTls));
        });
}
