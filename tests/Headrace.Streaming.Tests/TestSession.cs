using System.Net;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Tests;

internal sealed class TestSession() : Session("test", new IPEndPoint(IPAddress.Loopback, 1), DateTimeOffset.UnixEpoch)
{
    public override long BytesIn => 0;

    public override long BytesOut => 0;

    protected override void OnEnd()
    {
    }
}
