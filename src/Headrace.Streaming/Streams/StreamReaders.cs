using Headrace.Media.Timing;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Streams;

/// <summary>Who reads a stream, and what was sent to them. Under the stream's lock, but for <see cref="CountSent"/>.</summary>
internal sealed class StreamReaders(string stream, EventHub events, TimeProvider clock)
{
    private readonly Dictionary<Session, (MonotonicTime At, long Bytes)> _joined = [];
    private long _bytesOfOthers;

    public int Count => _joined.Count;

    /// <summary>The readers as they are now.</summary>
    public IReadOnlyCollection<Session> All => [.. _joined.Keys];

    /// <summary>Bytes sent to all readers, those that left included.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesOfOthers) + _joined.Sum(reader => reader.Key.BytesOut - reader.Value.Bytes);

    public void Add(Session reader)
    {
        _joined[reader] = (MonotonicTime.Now(clock), reader.BytesOut);
        events.Publish(new ViewerJoined(stream, reader.Id, reader.Protocol, reader.Remote.ToString()));
    }

    /// <summary>Counts a reader out.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="reason">Why, where the session has not said so itself.</param>
    public void Remove(Session reader, SessionEndReason reason)
    {
        if (!_joined.Remove(reader, out (MonotonicTime At, long Bytes) joined)) return;
        long bytes = reader.BytesOut - joined.Bytes;
        CountSent(bytes);
        double duration = Math.Round((MonotonicTime.Now(clock) - joined.At).TotalSeconds, 3);
        events.Publish(new ViewerLeft(stream, reader.Id, reader.Protocol, reader.Remote.ToString(), reader.EndReason ?? reason, bytes, duration));
    }

    /// <summary>Counts all out.</summary>
    public IReadOnlyCollection<Session> RemoveAll(SessionEndReason reason)
    {
        IReadOnlyCollection<Session> readers = All;
        foreach (Session reader in readers) Remove(reader, reason);
        return readers;
    }

    /// <summary>Counts bytes that were sent to nobody in particular. Thread-safe.</summary>
    public void CountSent(long bytes) => Interlocked.Add(ref _bytesOfOthers, bytes);
}
