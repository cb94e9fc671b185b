namespace Headrace.Transport.Egress;

/// <summary>Replies that wait for a connection's writer, in order, within a bound. Anyone adds, one takes.</summary>
internal sealed class PostedReplies(int maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<PostedReply> _waiting = new();
    private int _bytes;
    private volatile bool _isAny;

    /// <summary>Adds one; false when too much waits.</summary>
    public bool TryAdd(PostedReply reply)
    {
        lock (_lock)
        {
            if (_bytes + reply.Bytes.Length > maxBytes) return false;
            _bytes += reply.Bytes.Length;
            _waiting.Enqueue(reply);
            return _isAny = true;
        }
    }

    /// <summary>Takes the next. What is added while it looks may be missed: whoever adds schedules the writer behind it.</summary>
    public bool TryTake(out PostedReply reply)
    {
        reply = default;
        if (!_isAny) return false;
        lock (_lock)
        {
            bool isThere = _waiting.TryDequeue(out reply);
            _bytes -= reply.Bytes.Length;
            _isAny = _waiting.Count > 0;
            return isThere;
        }
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
            _bytes = 0;
            _isAny = false;
        }
    }
}
