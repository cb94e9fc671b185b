using System.Buffers;
using System.Numerics;

namespace Headrace.Media.Buffers;

/// <summary>
/// Blocks of pinned memory in size classes (four steps a power of two: at most a fifth is wasted). Free blocks are kept up to
/// <see cref="RetainedLimit"/> bytes or half of what is in use, whichever is more: rings let go of whole groups of pictures, and take as much again before the
/// next one. Beyond that the classes give one up in turn, so that sizes which nobody asks for any more do not keep out those
/// that are asked for. Thread-safe.
/// </summary>
public sealed class MediaBufferPool
{
    /// <summary>Greatest length of one buffer: a coded picture of an 8K key frame at the highest level stays below it.</summary>
    public const int MaxLength = 32 * 1024 * 1024;

    private const int SmallestShift = 8;
    private const int StepsPerDoubling = 4;
    private const int ClassCount = (25 - SmallestShift) * StepsPerDoubling + 1;

    private readonly FreeList[] _free = new FreeList[ClassCount];
    private long _retained;
    private long _outstanding;
    private long _outstandingBytes;
    private uint _turn;

    /// <summary>A pool that keeps <paramref name="retainedLimit"/> free bytes however little is in use.</summary>
    public MediaBufferPool(long retainedLimit = 64L * 1024 * 1024)
    {
        RetainedLimit = retainedLimit;
        for (int i = 0; i < ClassCount; i++) _free[i] = new FreeList();
    }

    /// <summary>The process-wide pool.</summary>
    public static MediaBufferPool Shared { get; } = new();

    /// <summary>Free bytes that are kept however little is in use.</summary>
    public long RetainedLimit { get; }

    /// <summary>Free bytes kept now.</summary>
    public long RetainedBytes => Interlocked.Read(ref _retained);

    /// <summary>Buffers whose last reference has not been released.</summary>
    public long Outstanding => Interlocked.Read(ref _outstanding);

    /// <summary>Capacity of all outstanding buffers, in bytes.</summary>
    public long OutstandingBytes => Interlocked.Read(ref _outstandingBytes);

    /// <summary>Copies bytes into a new buffer with one reference, owned by the caller.</summary>
    public MediaBuffer Copy(ReadOnlySpan<byte> bytes, MemoryAccount? account = null)
    {
        if (bytes.IsEmpty) return MediaBuffer.Empty;
        MediaBlock block = Rent(bytes.Length, account);
        bytes.CopyTo(block.Bytes);
        return new MediaBuffer(block, block.Generation, bytes.Length);
    }

    /// <summary>A buffer of <paramref name="length"/> bytes that <paramref name="fill"/> writes, with one reference, owned by the caller.</summary>
    public MediaBuffer Create<TState>(int length, TState state, SpanAction<byte, TState> fill, MemoryAccount? account = null)
    {
        if (length == 0) return MediaBuffer.Empty;
        MediaBlock block = Rent(length, account);
        fill(block.Bytes.AsSpan(0, length), state);
        return new MediaBuffer(block, block.Generation, length);
    }

    /// <summary>Leaves all free blocks to the garbage collector.</summary>
    public void Trim()
    {
        for (int sizeClass = 0; sizeClass < ClassCount; sizeClass++)
        {
            while (Drop(sizeClass))
            {
            }
        }
    }

    internal MediaBlock Rent(int length, MemoryAccount? account)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        int sizeClass = ClassOf(length);
        MediaBlock? block = _free[sizeClass].Pop();
        if (block is null) block = new MediaBlock(this, sizeClass, CapacityOf(sizeClass));
        else Interlocked.Add(ref _retained, -block.Bytes.Length);
        block.Open(account);
        Interlocked.Increment(ref _outstanding);
        Interlocked.Add(ref _outstandingBytes, block.Bytes.Length);
        return block;
    }

    internal void Return(MediaBlock block)
    {
        int capacity = block.Bytes.Length;
        Interlocked.Decrement(ref _outstanding);
        Interlocked.Add(ref _outstandingBytes, -capacity);
        _free[block.SizeClass].Push(block);
        if (Interlocked.Add(ref _retained, capacity) > MostRetained) GiveUp(block.SizeClass);
    }

    private long MostRetained => Math.Max(RetainedLimit, OutstandingBytes / 2);

    /// <summary>Leaves free blocks of other classes to the garbage collector until few enough are kept; of the class just returned to where there are no others.</summary>
    private void GiveUp(int returned)
    {
        for (int misses = 0; misses < ClassCount && RetainedBytes > MostRetained; misses++)
        {
            int turn = (int)(Interlocked.Increment(ref _turn) % ClassCount);
            if (turn != returned && Drop(turn)) misses = -1;
        }

        while (RetainedBytes > MostRetained && Drop(returned))
        {
        }
    }

    private bool Drop(int sizeClass)
    {
        if (_free[sizeClass].IsEmpty || _free[sizeClass].Pop() is not { } block) return false;
        Interlocked.Add(ref _retained, -block.Bytes.Length);
        return true;
    }

    internal static int ClassOf(int length)
    {
        if (length <= 1 << SmallestShift) return 0;
        int shift = BitOperations.Log2((uint)(length - 1));
        int step = (length - 1) >> (shift - 2) & 3;
        return (shift - SmallestShift) * StepsPerDoubling + step + 1;
    }

    internal static int CapacityOf(int sizeClass)
    {
        int doubling = sizeClass / StepsPerDoubling + SmallestShift;
        return (1 << doubling) + (sizeClass % StepsPerDoubling << doubling - 2);
    }

    private sealed class FreeList
    {
        private readonly Lock _lock = new();
        private MediaBlock? _head;

        public bool IsEmpty => Volatile.Read(ref _head) is null;

        public MediaBlock? Pop()
        {
            lock (_lock)
            {
                MediaBlock? block = _head;
                if (block is not null)
                {
                    _head = block.NextFree;
                    block.NextFree = null;
                }

                return block;
            }
        }

        public void Push(MediaBlock block)
        {
            lock (_lock)
            {
                block.NextFree = _head;
                _head = block;
            }
        }
    }
}
