using System.Runtime.InteropServices;

namespace Headrace.Transport.Srt;

/// <summary><c>SRT_EPOLL_EVENT</c>: what a socket is ready for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct SrtReadiness
{
    public readonly int Socket;
    public readonly int Events;
}
