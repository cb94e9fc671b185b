using System.Diagnostics;

namespace Headrace.Media.Buffers;

/// <summary>A pinned run of bytes with a reference count. Handles name it together with a generation, so that one that outlived its block is caught.</summary>
internal sealed class MediaBlock(MediaBufferPool pool, int sizeClass, int capacity)
{
    // High half: generation. Low half: references. One word, so that both are checked and changed in one step.
    private long _state;
    private MemoryAccount? _account;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);

    public int SizeClass { get; } = sizeClass;

    public MediaBlock? NextFree { get; set; }

    public uint Generation => (uint)(Volatile.Read(ref _state) >> 32);

    public int References => (int)Volatile.Read(ref _state);

    public void Open(MemoryAccount? account)
    {
        Debug.Assert(References == 0);
        _account = account;
        account?.Charge(Bytes.Length);
        Interlocked.Increment(ref _state);
    }

    public bool TryRetain(uint generation)
    {
        long state = Volatile.Read(ref _state);
        while (true)
        {
            if ((uint)(state >> 32) != generation || (int)state == 0) return false;
            long seen = Interlocked.CompareExchange(ref _state, state + 1, state);
            if (seen == state) return true;
            state = seen;
        }
    }

    public void Release(uint generation)
    {
        long state = Volatile.Read(ref _state);
        while (true)
        {
            if ((uint)(state >> 32) != generation || (int)state <= 0) throw Stale();
            bool isLast = (int)state == 1;
            long next = isLast ? (long)unchecked(generation + 1) << 32 : state - 1;
            long seen = Interlocked.CompareExchange(ref _state, next, state);
            if (seen == state)
            {
                if (isLast) Close();
                return;
            }

            state = seen;
        }
    }

    public static InvalidOperationException Stale() => new("A media buffer was used after its last reference was released.");

    private void Close()
    {
        _account?.Credit(Bytes.Length);
        _account = null;
        pool.Return(this);
    }
}
