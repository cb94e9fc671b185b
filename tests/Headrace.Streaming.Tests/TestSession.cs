using System.Net;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Tests;

internal sealed class TestSession(string? input = null) : Session("test", new IPEndPoint(IPAddress.Loopback, 1), DateTimeOffset.UnixEpoch)
{
    public override string? Input => input;

    /// <summary>Says what it was let in by.</summary>
    public void Admit(AccessGrant? grant) => Grant = grant;

    public override long BytesIn => 0;

    public override long BytesOut => 0;

    protected override void OnEnd()
    {
    }
}
