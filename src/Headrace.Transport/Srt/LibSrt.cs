using System.Runtime.InteropServices;

namespace Headrace.Transport.Srt;

/// <summary>The calls of libsrt that we make. What they mean is in its documentation; those that fail return -1 and leave the reason in <see cref="LastError"/>, by thread.</summary>
internal static unsafe partial class LibSrt
{
    /// <summary>The name that calls are bound by; <see cref="SrtLibrary"/> says which file that is.</summary>
    public const string Name = "srt";

    public const int Failed = -1;
    public const int EventIn = 1;
    public const int EventOut = 4;
    public const int EventError = 8;
    public const int EpollTakesNone = 1;
    public const int StateConnected = 5;
    public const int PlainLines = 15;

    [LibraryImport(Name, EntryPoint = "srt_startup")]
    public static partial int StartUp();

    [LibraryImport(Name, EntryPoint = "srt_getversion")]
    public static partial uint Version();

    [LibraryImport(Name, EntryPoint = "srt_setloglevel")]
    public static partial void SetLogLevel(int level);

    [LibraryImport(Name, EntryPoint = "srt_setlogflags")]
    public static partial void SetLogFlags(int flags);

    [LibraryImport(Name, EntryPoint = "srt_setloghandler")]
    public static partial void SetLogHandler(nint opaque, delegate* unmanaged<nint, int, byte*, int, byte*, byte*, void> handler);

    [LibraryImport(Name, EntryPoint = "srt_create_socket")]
    public static partial int CreateSocket();

    [LibraryImport(Name, EntryPoint = "srt_bind")]
    public static partial int Bind(int socket, void* address, int length);

    [LibraryImport(Name, EntryPoint = "srt_bind_acquire")]
    public static partial int BindAcquire(int socket, int descriptor);

    [LibraryImport(Name, EntryPoint = "srt_listen")]
    public static partial int Listen(int socket, int backlog);

    [LibraryImport(Name, EntryPoint = "srt_listen_callback")]
    public static partial int SetListenCallback(int socket, delegate* unmanaged<nint, int, int, Udp.SocketName*, byte*, int> callback, nint opaque);

    [LibraryImport(Name, EntryPoint = "srt_accept")]
    public static partial int Accept(int socket, void* address, int* length);

    [LibraryImport(Name, EntryPoint = "srt_connect")]
    public static partial int Connect(int socket, void* address, int length);

    [LibraryImport(Name, EntryPoint = "srt_close")]
    public static partial void Close(int socket);

    [LibraryImport(Name, EntryPoint = "srt_getsockname")]
    public static partial int GetLocalName(int socket, void* address, int* length);

    [LibraryImport(Name, EntryPoint = "srt_getsockflag")]
    public static partial int GetOption(int socket, SrtOption option, void* value, int* length);

    [LibraryImport(Name, EntryPoint = "srt_setsockflag")]
    public static partial int SetOption(int socket, SrtOption option, void* value, int length);

    [LibraryImport(Name, EntryPoint = "srt_getsockstate")]
    public static partial int State(int socket);

    [LibraryImport(Name, EntryPoint = "srt_sendmsg2")]
    public static partial int Send(int socket, byte* message, int length, SrtMessageControl* control);

    [LibraryImport(Name, EntryPoint = "srt_recvmsg2")]
    public static partial int Receive(int socket, byte* buffer, int length, SrtMessageControl* control);

    /// <summary>Milliseconds of what is in the send buffer, sent or not, that the peer has not acknowledged.</summary>
    [LibraryImport(Name, EntryPoint = "srt_getsndbuffer")]
    public static partial int SendBuffer(int socket, nuint* packets, nuint* bytes);

    [LibraryImport(Name, EntryPoint = "srt_bistats")]
    public static partial int Statistics(int socket, void* statistics, int clear, int isInstantaneous);

    [LibraryImport(Name, EntryPoint = "srt_getrejectreason")]
    public static partial int RejectReason(int socket);

    [LibraryImport(Name, EntryPoint = "srt_setrejectreason")]
    public static partial void SetRejectReason(int socket, int reason);

    [LibraryImport(Name, EntryPoint = "srt_rejectreason_str")]
    public static partial byte* RejectReasonText(int reason);

    [LibraryImport(Name, EntryPoint = "srt_getlasterror")]
    public static partial int LastError(int* systemError);

    [LibraryImport(Name, EntryPoint = "srt_strerror")]
    public static partial byte* ErrorText(int error, int systemError);

    [LibraryImport(Name, EntryPoint = "srt_epoll_create")]
    public static partial int EpollCreate();

    [LibraryImport(Name, EntryPoint = "srt_epoll_set")]
    public static partial void EpollSet(int epoll, int flags);

    [LibraryImport(Name, EntryPoint = "srt_epoll_add_usock")]
    public static partial int EpollAdd(int epoll, int socket, int* events);

    [LibraryImport(Name, EntryPoint = "srt_epoll_remove_usock")]
    public static partial void EpollRemove(int epoll, int socket);

    [LibraryImport(Name, EntryPoint = "srt_epoll_uwait")]
    public static partial int EpollWait(int epoll, SrtReadiness* events, int capacity, long milliseconds);

    [LibraryImport(Name, EntryPoint = "srt_epoll_release")]
    public static partial void EpollRelease(int epoll);
}
