using System.Net;
using Headrace.Media.Timing;

namespace Headrace.Streaming.Access;

/// <summary>Counts wrong credentials by address: <see cref="Burst"/> at once, then one in <see cref="Pause"/>. Thread-safe.</summary>
internal sealed class LoginThrottle(TimeProvider clock)
{
    /// <summary>Wrong credentials that an address may send at once.</summary>
    internal const int Burst = 20;

    /// <summary>Addresses remembered. When full, those that have been quiet for long are forgotten; failing that, new ones are not counted.</summary>
    internal const int MaxAddresses = 65_536;

    /// <summary>After the burst, one more is looked at in this time.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, MonotonicTime> _paidUntil = [];

    /// <summary>True while credentials from there are not looked at.</summary>
    internal bool IsClosed(IPAddress address)
    {
        lock (_gate) return _paidUntil.TryGetValue(address, out MonotonicTime until) && until - Now > Burst * Pause;
    }

    /// <summary>Counts wrong credentials.</summary>
    internal void CountWrong(IPAddress address)
    {
        MonotonicTime now = Now;
        lock (_gate)
        {
            if (!_paidUntil.TryGetValue(address, out MonotonicTime until) && _paidUntil.Count >= MaxAddresses && !Forget(now)) return;
            _paidUntil[address] = (until > now ? until : now) + Pause;
        }
    }

    private MonotonicTime Now => MonotonicTime.Now(clock);

    private bool Forget(MonotonicTime now)
    {
        foreach ((IPAddress address, MonotonicTime until) in _paidUntil)
        {
            if (until <= now) _paidUntil.Remove(address);
        }

        return _paidUntil.Count < MaxAddresses;
    }
}
