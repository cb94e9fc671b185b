using System.Collections.Concurrent;
using System.Net;
using Headrace.TestKit;
using Headrace.Transport.Srt;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Tests.Srt;

/// <summary>Lets callers in as a test says.</summary>
internal sealed class TestGate : ISrtGate
{
    private readonly ConcurrentQueue<SrtConnection> _accepted = new();

    public SrtDecision Decision { get; set; } = SrtDecision.Accept("");

    public Exception? Fault { get; set; }

    public TestHandler Handler { get; set; } = new();

    public int Accepted => _accepted.Count;

    public IPAddress? LastPeer { get; private set; }

    public SrtDecision Judge(in UdpAddress peer, ReadOnlySpan<byte> streamId)
    {
        LastPeer = peer.ToEndPoint().Address;
        return Fault is null ? Decision : throw Fault;
    }

    public void OnAccepted(SrtConnection connection)
    {
        connection.Start(Handler);
        _accepted.Enqueue(connection);
    }

    /// <summary>The next connection that came about.</summary>
    public async Task<SrtConnection> AcceptedAsync()
    {
        SrtConnection? connection = null;
        await Eventually.True(() => _accepted.TryDequeue(out connection), "nobody came in");
        return connection!;
    }
}
