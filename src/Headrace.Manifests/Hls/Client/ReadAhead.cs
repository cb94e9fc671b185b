namespace Headrace.Manifests.Hls.Client;

/// <summary>What of a rendition was fetched and not played yet.</summary>
internal sealed class ReadAhead(HlsClientOptions options)
{
    private int _count;
    private TimeSpan _media;
    private long _bytes;

    public bool IsEmpty => _count == 0;

    /// <summary>Whether another one may be fetched.</summary>
    public bool HasRoom => _count == 0 || (_bytes < options.ReadAheadBytes && (_count < options.ReadAheadSegments || _media < options.ReadAhead));

    public void Add(TimeSpan duration, long bytes)
    {
        _count++;
        _media += duration;
        _bytes += bytes;
    }

    public void Remove(TimeSpan duration, long bytes)
    {
        _count--;
        _media -= duration;
        _bytes -= bytes;
    }
}
