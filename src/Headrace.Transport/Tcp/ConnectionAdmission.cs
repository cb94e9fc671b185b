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
    private volatile ConnectionLimits _limits = initialLimits;
    private int _open;
    private long _refused;

    /// <summary>The limits; new ones hold for connections that come from then on.</summary>
    public ConnectionLimits Limits
    {
        get => _limits;
        set => _limits = value;
    }

    /// <summary>Connections open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections refused since the start.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Counts a connection in; false when it must be closed at once.</summary>
    public bool TryEnter(IPAddress address)
    {
        if (!IPAddress.IsLoopback(address) && !_limits.IsExempt(address) && !TryTakeToken(address))
        {
            Interlocked.Increment(ref _refused);
            return false;
        }

        if (Interlocked.Increment(ref _open) <= _limits.MaxConnections || _limits.MaxConnections == 0) return true;
        Interlocked.Decrement(ref _open);
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Counts a connection out.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);

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
