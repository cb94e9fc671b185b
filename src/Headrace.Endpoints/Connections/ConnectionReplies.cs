using System.Buffers;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;

namespace Headrace.Endpoints.Connections;

/// <summary>What is to be said on a connection, in order: answers that the session wrote, and changes of what is sent behind them. Owned by the connection's loop.</summary>
internal sealed class ConnectionReplies(TcpConnection transport, TimeProvider clock)
{
    /// <summary>How long a peer that is refused may take to read the last answer.</summary>
    private static readonly TimeSpan LastAnswerPatience = TimeSpan.FromSeconds(1);

    private readonly ArrayBufferWriter<byte> _output = new(512);

    /// <summary>Where the session writes.</summary>
    public IBufferWriter<byte> Buffer => _output;

    /// <summary>Hands what was written to the egress.</summary>
    public void Flush()
    {
        if (_output.WrittenCount == 0) return;
        transport.Egress.Post(_output.WrittenSpan.ToArray());
        _output.Clear();
    }

    /// <summary>The same, and right behind it a change of what is sent; null stops media.</summary>
    public void Flush(IEgressSource? source)
    {
        transport.Egress.Post(_output.WrittenSpan.ToArray(), source);
        _output.Clear();
    }

    /// <summary>
    /// Lets the last answer out before the connection is closed, and drops what the peer still sends: closing over unread bytes would
    /// reset the connection and take the answer with it.
    /// </summary>
    public async Task SendLastAsync()
    {
        transport.Egress.PostLast(ReadOnlyMemory<byte>.Empty);
        using CancellationTokenSource patience = new(LastAnswerPatience, clock);
        byte[] dropped = new byte[1024];
        try
        {
            while (await transport.ReceiveAsync(dropped, patience.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // It had its time.
        }
    }
}
