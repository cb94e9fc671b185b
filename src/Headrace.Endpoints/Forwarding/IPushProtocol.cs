using System.Buffers;
using Headrace.Endpoints.Connections;
using Headrace.Media.Timing;

namespace Headrace.Endpoints.Forwarding;

/// <summary>What is spoken on a connection that a <see cref="PushLink"/> drives. Called under the link's lock, except where it is said; what is written is sent behind the call.</summary>
internal interface IPushProtocol
{
    /// <summary>Begins the conversation.</summary>
    void Start(IBufferWriter<byte> output, MonotonicTime now);

    /// <summary>Takes what came, as far as it is whole.</summary>
    void Receive(ReceiveBuffer received, IBufferWriter<byte> output, MonotonicTime now);

    /// <summary>Does what is due; some times a second.</summary>
    void HandleTimeout(IBufferWriter<byte> output, MonotonicTime now);

    /// <summary>Reads the stream no more, and says goodbye where somebody hears it.</summary>
    void Stop(IBufferWriter<byte> output, MonotonicTime now);

    /// <summary>The connection is gone: ends the session, saying when it was. Perhaps not under the lock.</summary>
    void OnLost();
}
