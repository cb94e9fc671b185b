namespace Headrace.Manifests.Hls.Checking;

/// <summary>Facts about fetched resources, by URL and range; the oldest go when there are more than <see cref="MaxFacts"/>.</summary>
internal sealed class MediaStore
{
    public const int MaxFacts = 20_000;
    private readonly Dictionary<(string Url, ByteRange? Range), MediaFact> _facts = [];
    private readonly Queue<(string Url, ByteRange? Range)> _order = [];

    /// <summary>Keeps a fact; gives the one that was known of the same bytes before.</summary>
    public MediaFact? Add(MediaFact fact)
    {
        (string, ByteRange?) key = (fact.Url, fact.Range);
        if (_facts.TryGetValue(key, out MediaFact? known)) return known;
        if (_order.Count >= MaxFacts) _facts.Remove(_order.Dequeue());
        _facts.Add(key, fact);
        _order.Enqueue(key);
        return null;
    }

    public MediaFact? Find(string url, ByteRange? range) => _facts.GetValueOrDefault((url, range));
}
