using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Headrace.Transport.Egress;

/// <summary>
/// Sends of many sockets in one call of the system (<c>io_uring(7)</c>). Each is tried once and never waits, so that all are done when the call returns: nothing of the system's is
/// pending between calls. For one thread.
/// </summary>
internal sealed unsafe class SendRing : IDisposable
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    private readonly int _ring;
    private readonly int[] _held;
    private readonly byte* _rings;
    private readonly nuint _ringsLength;
    private readonly UringCalls.Entry* _entries;
    private readonly nuint _entriesLength;
    private readonly uint* _submissionTail;
    private readonly uint _submissionMask;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly uint _completionMask;
    private readonly UringCalls.Completion* _completions;

    private SendRing(int ring, in UringCalls.Parameters made)
    {
        _ring = ring;
        _held = new int[made.Entries];
        _ringsLength = Math.Max(made.Submission.Indices + made.Entries * sizeof(uint), made.Completion.Entries + made.Completions * (uint)sizeof(UringCalls.Completion));
        _rings = UringCalls.Map(ring, _ringsLength, 0);
        _entriesLength = made.Entries * (nuint)sizeof(UringCalls.Entry);
        _entries = (UringCalls.Entry*)UringCalls.Map(ring, _entriesLength, UringCalls.EntriesOffset);
        if (!IsMapped) return;
        _submissionTail = (uint*)(_rings + made.Submission.Tail);
        _submissionMask = *(uint*)(_rings + made.Submission.Mask);
        _completionHead = (uint*)(_rings + made.Completion.Head);
        _completionTail = (uint*)(_rings + made.Completion.Tail);
        _completionMask = *(uint*)(_rings + made.Completion.Mask);
        _completions = (UringCalls.Completion*)(_rings + made.Completion.Entries);
        uint* indices = (uint*)(_rings + made.Submission.Indices);
        for (uint i = 0; i < made.Entries; i++) indices[i] = i;
    }

    private bool IsMapped => _rings is not null && _entries is not null;

    /// <summary>A ring for <paramref name="entries"/> sends a call; null where the system has none or forbids it, as many containers do.</summary>
    public static SendRing? TryCreate(int entries)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return null;
        UringCalls.Parameters parameters = new() { Flags = UringCalls.SubmitAll };
        int descriptor = UringCalls.Setup((uint)entries, &parameters);
        if (descriptor < 0) return null;
        SendRing ring = new(descriptor, parameters);
        if (ring.IsMapped && (parameters.Features & UringCalls.SingleMapping) != 0) return ring;
        ring.Dispose();
        return null;
    }

    /// <summary>
    /// Sends what was prepared, whose bytes are pinned, and notes for each how many bytes its socket took: 0 and less where it took none. False when the system failed as a whole: what it
    /// did not do is 0, and the ring is not to be used again.
    /// </summary>
    public bool Send(ReadOnlySpan<PreparedSend> prepared, Span<int> sent)
    {
        uint tail = *_submissionTail;
        int held = 0;
        for (int i = 0; i < prepared.Length; i++)
        {
            sent[i] = 0;
            if (!prepared[i].TryHold(out int descriptor)) continue;
            ReadOnlySpan<byte> bytes = prepared[i].Bytes.Span;
            _entries[tail++ & _submissionMask] = new UringCalls.Entry
            {
                Operation = UringCalls.OperationSend,
                Descriptor = descriptor,
                Address = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)),
                Length = (uint)bytes.Length,
                MessageFlags = DontWait | NoSignal,
                UserData = (uint)i,
            };
            _held[held++] = i;
        }

        Volatile.Write(ref *_submissionTail, tail);
        bool isDone = Submit(held, sent);
        for (int i = 0; i < held; i++) prepared[_held[i]].LetGo();
        return isDone;
    }

    private bool Submit(int count, Span<int> sent)
    {
        int submitted = 0;
        int completed = 0;
        while (completed < count)
        {
            // Sends that do not wait are complete with the first call; that it also can wait costs nothing then.
            int taken = UringCalls.Enter(_ring, count - submitted, submitted == count ? 1 : 0, UringCalls.GetEvents);
            if (taken >= 0) submitted += taken;
            else if (Marshal.GetLastPInvokeError() != UringCalls.Interrupted) return false;
            int reaped = Reap(sent);
            if (taken == 0 && reaped == 0) return false;
            completed += reaped;
        }

        return true;
    }

    private int Reap(Span<int> sent)
    {
        uint head = *_completionHead;
        uint tail = Volatile.Read(ref *_completionTail);
        for (uint i = head; i != tail; i++)
        {
            ref readonly UringCalls.Completion completion = ref _completions[i & _completionMask];
            sent[(int)completion.UserData] = completion.Result;
        }

        Volatile.Write(ref *_completionHead, tail);
        return (int)(tail - head);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        UringCalls.Unmap(_rings, _ringsLength);
        UringCalls.Unmap((byte*)_entries, _entriesLength);
        _ = UringCalls.Close(_ring);
    }
}
