using System.Runtime.InteropServices;

namespace Headrace.Transport.Egress;

/// <summary>The calls of <c>io_uring(7)</c> and their structures, as the kernel's <c>linux/io_uring.h</c> has them.</summary>
internal static unsafe partial class UringCalls
{
    /// <summary><c>IORING_OP_SEND</c>.</summary>
    public const byte OperationSend = 26;

    /// <summary><c>IORING_SETUP_SUBMIT_ALL</c>: one that cannot be sent does not hold up those behind it.</summary>
    public const uint SubmitAll = 1 << 7;

    /// <summary><c>IORING_FEAT_SINGLE_MMAP</c>: both rings are in one mapping.</summary>
    public const uint SingleMapping = 1;

    /// <summary><c>IORING_ENTER_GETEVENTS</c>: wait for completions.</summary>
    public const uint GetEvents = 1;

    /// <summary><c>IORING_OFF_SQES</c>: where the entries are mapped from.</summary>
    public const long EntriesOffset = 0x10000000;

    public const int Interrupted = 4;

    // The numbers of these calls are the same on all of Linux's architectures.
    private const nint SetupNumber = 425;
    private const nint EnterNumber = 426;
    private const int ReadWrite = 3;
    private const int SharedPopulated = 0x1 | 0x8000;

    /// <summary>Makes a ring of <paramref name="entries"/>; its descriptor, or below 0 where the system does not give one.</summary>
    public static int Setup(uint entries, Parameters* parameters) => (int)SystemCall(SetupNumber, (nint)entries, (nint)parameters, 0, 0, 0, 0);

    /// <summary>Has entries carried out; how many were, or below 0 with the reason in the last error.</summary>
    public static int Enter(int ring, int submitted, int awaited, uint flags) => (int)SystemCall(EnterNumber, ring, submitted, awaited, (nint)flags, 0, 0);

    /// <summary>Maps a part of the ring; null where it cannot be.</summary>
    public static byte* Map(int ring, nuint length, long offset)
    {
        nint address = MapMemory(0, length, ReadWrite, SharedPopulated, ring, (nint)offset);
        return address == -1 ? null : (byte*)address;
    }

    /// <summary>Takes a mapping back.</summary>
    public static void Unmap(byte* address, nuint length)
    {
        if (address is not null) _ = UnmapMemory((nint)address, length);
    }

    /// <summary>Closes the ring.</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint address, nuint length);

    /// <summary><c>struct io_uring_params</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Parameters
    {
        public uint Entries;
        public uint Completions;
        public uint Flags;
        public uint PollerCpu;
        public uint PollerIdle;
        public uint Features;
        public uint WorkersOf;
        private fixed uint _reserved[3];
        public SubmissionOffsets Submission;
        public CompletionOffsets Completion;
    }

    /// <summary><c>struct io_sqring_offsets</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SubmissionOffsets
    {
        public uint Head;
        public uint Tail;
        public uint Mask;
        public uint Count;
        public uint Flags;
        public uint Dropped;
        public uint Indices;
        private uint _reserved;
        private ulong _address;
    }

    /// <summary><c>struct io_cqring_offsets</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct CompletionOffsets
    {
        public uint Head;
        public uint Tail;
        public uint Mask;
        public uint Count;
        public uint Overflow;
        public uint Entries;
        public uint Flags;
        private uint _reserved;
        private ulong _address;
    }

    /// <summary><c>struct io_uring_sqe</c>, as far as a send uses it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    public struct Entry
    {
        public byte Operation;
        public byte Flags;
        public ushort Priority;
        public int Descriptor;
        public ulong Offset;
        public byte* Address;
        public uint Length;
        public int MessageFlags;
        public ulong UserData;
    }

    /// <summary><c>struct io_uring_cqe</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Completion
    {
        public ulong UserData;
        public int Result;
        public uint Flags;
    }
}
