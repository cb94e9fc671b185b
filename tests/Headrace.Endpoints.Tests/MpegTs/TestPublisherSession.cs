using System.Net;
using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Tests.MpegTs;

/// <summary>A session without a driver.</summary>
internal sealed class TestPublisherSession : Session
{
    public TestPublisherSession(string stream)
        : base("test", new IPEndPoint(IPAddress.Loopback, 1), DateTimeOffset.UnixEpoch)
    {
        (StreamName, Role) = (stream, SessionRole.Publisher);
    }

    public override long BytesIn => 0;

    public override long BytesOut => 0;

    protected override void OnEnd()
    {
    }
}
