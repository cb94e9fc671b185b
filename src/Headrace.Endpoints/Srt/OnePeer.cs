using System.Net;
using Headrace.Protocols.Srt;
using Headrace.Transport.Srt;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Srt;

/// <summary>Lets the first one in who has the passphrase, and nobody else.</summary>
internal sealed class OnePeer(string passphrase, Func<IPAddress, bool>? allows) : ISrtGate
{
    private readonly TaskCompletionSource<SrtConnection> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with his connection.</summary>
    public Task<SrtConnection> Connected => _connected.Task;

    /// <inheritdoc/>
    public SrtDecision Judge(in UdpAddress peer, ReadOnlySpan<byte> streamId)
    {
        if (_connected.Task.IsCompleted) return SrtDecision.Reject((int)SrtRejection.Conflict);
        return allows?.Invoke(peer.ToEndPoint().Address) == false ? SrtDecision.Reject((int)SrtRejection.Forbidden) : SrtDecision.Accept(passphrase);
    }

    /// <inheritdoc/>
    public void OnAccepted(SrtConnection connection)
    {
        if (!_connected.TrySetResult(connection)) connection.Dispose();
    }
}
