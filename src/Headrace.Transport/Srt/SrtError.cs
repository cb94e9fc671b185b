using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Headrace.Transport.Srt;

/// <summary>Why a call of libsrt failed.</summary>
/// <param name="Code">Its code.</param>
/// <param name="System">The system's error number behind it, or 0.</param>
internal readonly record struct SrtError(int Code, int System)
{
    private const int InUse = 98;
    private const int NotAvailable = 99;
    private const int BindConflict = 5015;
    private const int ListensAlready = 5011;
    private const int CannotSendNow = 6001;
    private const int CannotReceiveNow = 6002;
    private const int Congested = 6004;

    /// <summary>What it means in words.</summary>
    public unsafe string Text => Marshal.PtrToStringUTF8((nint)LibSrt.ErrorText(Code, System))?.Trim() ?? $"error {Code}";

    /// <summary>True where the same call may succeed later.</summary>
    public bool IsForNow => Code is CannotSendNow or CannotReceiveNow or Congested;

    /// <summary>Why the last call of this thread failed.</summary>
    public static unsafe SrtError Last()
    {
        int system = 0;
        int code = LibSrt.LastError(&system);
        return new SrtError(code, system);
    }

    /// <summary>The error as sockets have it.</summary>
    public SocketException ToException() => new((int)(Code is BindConflict or ListensAlready ? SocketError.AddressAlreadyInUse : System switch
    {
        InUse => SocketError.AddressAlreadyInUse,
        NotAvailable => SocketError.AddressNotAvailable,
        0 => SocketError.SocketError,
        _ => Udp.LinuxSockets.ErrorOf(System),
    }));
}
