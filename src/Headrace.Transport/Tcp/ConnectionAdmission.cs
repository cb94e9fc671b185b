using System.Net;
using Headrace.Media.Timing;

namespace Headrace.Transport.Tcp;

/// <summary>Decides whether one more connection comes in: a count over all, a token bucket an address. Thread-safe.</summary>
public sealed class ConnectionAdmission(ConnectionLimits initialLimits, TimeProvider clock)
{
    /// <summary>Addresses remembered; when full, buckets that have filled up again are forgotten, and failing that the rate is not applied to new ones.</summary>
    public const int MaxAddresses = 65_536;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Bucket> _buckets = [];
    private readonly LinkedList<ConnectionTicket> _waiting = new();
    private volatile ConnectionLimits _limits = initialLimits;
    private int _open;
    private long _refused;

    /// <summary>The limits; new ones hold for connections that come from then on.</summary>
    public ConnectionLimits Limits
    {
        get => _limits;
        set => _limits = value;
    }

    /// <summary>Told of each connection that is refused, and of each that another one was sent away for, with its address. It returns at once and does not throw.</summary>
    public Action<ConnectionRefusal, IPAddress>? OnRefused { get; set; }

    /// <summary>Connections open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>True while there are as many as there may be.</summary>
    public bool IsFull => _limits.MaxConnections is > 0 and int limit && Open >= limit;

    /// <summary>Connections refused since the start, and those that newer ones took the place of.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>
    /// Counts a connection in; null when it must be closed at once. Where there are as many as there may be, the oldest goes that has not shown yet what it came
    /// for: whoever only opens connections does not keep others out.
    /// </summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="onEvicted">Ends it when a newer one takes its place. It does not throw.</param>
    public ConnectionTicket? TryEnter(IPAddress address, Action onEvicted)
    {
        if (!IsExempt(address) && !TryTakeToken(address))
        {
            Refuse(ConnectionRefusal.Rate, address);
            return null;
        }

        ConnectionTicket ticket = new(this, onEvicted);
        ConnectionTicket? evicted = null;
        bool isFull;
        lock (_lock)
        {
            isFull = _limits.MaxConnections is > 0 and int limit && _open >= limit;
            evicted = isFull ? _waiting.First?.Value : null;
            if (evicted is not null) CountOut(evicted);
            if (!isFull || evicted is not null)
            {
                _open++;
                _waiting.AddLast(ticket.Node);
            }
        }

        if (!isFull) return ticket;
        Refuse(evicted is null ? ConnectionRefusal.Count : ConnectionRefusal.Evicted, address);
        evicted?.OnEvicted();
        return evicted is null ? null : ticket;
    }

    internal void Establish(ConnectionTicket ticket)
    {
        lock (_lock)
        {
            if (ticket.Node.List is not null) _waiting.Remove(ticket.Node);
        }
    }

    internal void Leave(ConnectionTicket ticket)
    {
        lock (_lock) CountOut(ticket);
    }

    private void Refuse(ConnectionRefusal refusal, IPAddress address)
    {
        Interlocked.Increment(ref _refused);
        OnRefused?.Invoke(refusal, PeerAddress.Unmap(address));
    }

    /// <summary>Under the lock.</summary>
    private void CountOut(ConnectionTicket ticket)
    {
        if (ticket.HasLeft) return;
        ticket.HasLeft = true;
        _open--;
        if (ticket.Node.List is not null) _waiting.Remove(ticket.Node);
    }

    private bool IsExempt(IPAddress address) => (_limits.ExemptsLoopback && IPAddress.IsLoopback(address)) || _limits.IsExempt(address);

    private bool TryTakeToken(IPAddress address)
    {
        if (_limits.RatePerSecond <= 0) return true;
        MonotonicTime now = MonotonicTime.Now(clock);
        lock (_lock)
        {
            if (!_buckets.TryGetValue(address, out Bucket bucket))
            {
                if (_buckets.Count >= MaxAddresses) Forget(now);
                if (_buckets.Count >= MaxAddresses) return true;
                bucket = new Bucket(_limits.Burst, now);
            }

            double tokens = Refilled(bucket, now);
            bool isAdmitted = tokens >= 1;
            _buckets[address] = new Bucket(isAdmitted ? tokens - 1 : tokens, now);
            return isAdmitted;
        }
    }

    private double Refilled(Bucket bucket, MonotonicTime now) =>
        Math.Min(_limits.Burst, bucket.Tokens + (now - bucket.At).TotalSeconds * _limits.RatePerSecond);

    private void Forget(MonotonicTime now)
    {
        foreach ((IPAddress address, Bucket bucket) in _buckets)
        {
            if (Refilled(bucket, now) >= _limits.Burst) _buckets.Remove(address);
        }
    }

    private readonly record struct Bucket(double Tokens, MonotonicTime At);
}
