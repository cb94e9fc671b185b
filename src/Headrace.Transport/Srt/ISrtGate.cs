using Headrace.Transport.Udp;

namespace Headrace.Transport.Srt;

/// <summary>Decides who comes in at a listener, and takes those who did.</summary>
public interface ISrtGate
{
    /// <summary>
    /// Judges a caller in the middle of its handshake. Called on the library's thread that receives for the whole port: decides at once by what is known.
    /// </summary>
    /// <param name="peer">Where it calls from.</param>
    /// <param name="streamId">What it says that it wants; valid during the call only.</param>
    SrtDecision Judge(in UdpAddress peer, ReadOnlySpan<byte> streamId);

    /// <summary>Takes a connection that has come about, and owns it. On the thread that receives for all.</summary>
    void OnAccepted(SrtConnection connection);
}
