using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Headrace.Transport.Egress;

/// <summary>The system's <c>send(2)</c> without what the library does around it: the one call that is made for each frame and viewer.</summary>
internal static unsafe partial class PlainSend
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    private static readonly bool IsThere = OperatingSystem.IsLinux();

    /// <summary>Bytes that the socket took; 0 and less when it took none, was closed meanwhile, and where the call is not there: the library's own says why.</summary>
    public static int Try(SafeSocketHandle socket, ReadOnlySpan<byte> bytes)
    {
        if (!IsThere) return 0;
        try
        {
            fixed (byte* first = bytes) return (int)Send(socket, first, (nuint)bytes.Length, DontWait | NoSignal);
        }
        catch (ObjectDisposedException)
        {
            // A socket that was taken over may be closed by its former owner.
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(SafeHandle socket, byte* bytes, nuint length, int flags);
}
