namespace Headrace.Endpoints.Hls.Pull;

/// <summary>The last small resources that were fetched. Thread-safe.</summary>
internal sealed class KeptResources<TKey>(int most)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, byte[]> _kept = [];
    private readonly Queue<TKey> _order = new();

    /// <summary>What was kept; null where it was not, or is no longer.</summary>
    public byte[]? Find(TKey key)
    {
        lock (_gate) return _kept.GetValueOrDefault(key);
    }

    /// <summary>Keeps a resource, in place of the oldest one, and gives it; where somebody else was first, what he kept.</summary>
    public byte[] Keep(TKey key, byte[] bytes)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(key, out byte[]? known)) return known;
            if (_order.Count == most) _kept.Remove(_order.Dequeue());
            _kept[key] = bytes;
            _order.Enqueue(key);
            return bytes;
        }
    }
}
