using System.Net.Sockets;

namespace Headrace.Transport.Egress;

/// <summary>Bytes that an egress has taken and not sent yet.</summary>
/// <param name="Egress">Whose they are.</param>
/// <param name="Socket">Where to.</param>
/// <param name="Bytes">The bytes, which he holds, in pinned memory.</param>
internal readonly record struct PreparedSend(TcpEgress Egress, SafeSocketHandle Socket, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Keeps the socket open until <see cref="LetGo"/>; false when it is closed: one that was taken over may be by its former owner.</summary>
    public bool TryHold(out int descriptor)
    {
        descriptor = -1;
        if (Socket.IsClosed) return false;
        bool isHeld = false;
        try
        {
            Socket.DangerousAddRef(ref isHeld);
            descriptor = (int)Socket.DangerousGetHandle();
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The call that used the socket is over.</summary>
    public void LetGo() => Socket.DangerousRelease();
}
