using System.Collections.Immutable;

namespace Headrace.Media.Buffers;

/// <summary>Who pays for pooled bytes: counts the capacity of all blocks rented for an owner, and for the owner above it. Thread-safe.</summary>
/// <remarks>An account never refuses; its owner drops data while <see cref="IsOver"/> says so.</remarks>
public sealed class MemoryAccount(string name, long limit, MemoryAccount? parent = null)
{
    /// <summary>Who is charged too. An account sums what those that it made are charged, so that a block costs as little as without them.</summary>
    private readonly MemoryAccount? _payer = parent;

    private long _limit = limit;
    private long _used;
    private long _peak;
    private ImmutableArray<MemoryAccount> _owners = [];

    /// <summary>Name of the owner, for census and logs.</summary>
    public string Name { get; } = name;

    /// <summary>Bytes that the owner may hold; 0 means no limit.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>Bytes held now.</summary>
    public long Used
    {
        get
        {
            long used = Interlocked.Read(ref _used);
            foreach (MemoryAccount owner in _owners) used += owner.Used;
            return used;
        }
    }

    /// <summary>Greatest number of bytes that were seen held.</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <summary>True while it holds more than its limit.</summary>
    public bool IsOver => Limit is > 0 and long limit && Used > limit;

    /// <summary>The accounts that <see cref="Of"/> made: what they hold is part of what this one does.</summary>
    public ImmutableArray<MemoryAccount> Owners => _owners;

    /// <summary>The account below this one for a kind of use, such as an output; made on first use, without a limit of its own.</summary>
    public MemoryAccount Of(string owner)
    {
        while (true)
        {
            ImmutableArray<MemoryAccount> owners = _owners;
            foreach (MemoryAccount one in owners)
            {
                if (one.Name == owner) return one;
            }

            MemoryAccount made = new(owner, 0, _payer);
            if (ImmutableInterlocked.InterlockedCompareExchange(ref _owners, owners.Add(made), owners) == owners) return made;
        }
    }

    /// <summary>Remembers what is held, if it is the most so far, and gives it.</summary>
    public long Look()
    {
        long used = Used;
        long peak = Interlocked.Read(ref _peak);
        while (used > peak)
        {
            long seen = Interlocked.CompareExchange(ref _peak, used, peak);
            if (seen == peak) break;
            peak = seen;
        }

        return used;
    }

    internal void Charge(int bytes)
    {
        Interlocked.Add(ref _used, bytes);
        _payer?.Charge(bytes);
    }

    internal void Credit(int bytes)
    {
        Interlocked.Add(ref _used, -bytes);
        _payer?.Credit(bytes);
    }
}
