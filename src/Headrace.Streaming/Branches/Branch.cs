using System.Collections.Immutable;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Branches;

/// <summary>
/// A reader of a stream's units that writes something shared: packets, parts. A plain transform: it is called on the publisher's thread
/// under the stream's lock (for its backlog: on the thread that started it), never waits, and never throws on media.
/// </summary>
public abstract class Branch : IDisposable
{
    /// <summary>Where its backlog begins.</summary>
    public virtual BacklogStart BacklogStart => BacklogStart.NewestJoinPoint;

    /// <summary>True when it writes no more, though it was not stopped: whoever asks for its key gets a new one.</summary>
    public virtual bool IsEnded => false;

    /// <summary>The next unit of the stream, in order. The payload is the ring's: retain it to keep it.</summary>
    public abstract void OnUnit(AccessUnit unit);

    /// <summary>Tracks came, went or changed; units name the tracks too.</summary>
    public virtual void OnTracksChanged(ImmutableArray<Track> tracks)
    {
    }

    /// <summary>Memory is more short, or less, than before: holds as much as <see cref="Streams.LiveStream.Pressure"/> allows. Also right after its backlog.</summary>
    public virtual void OnPressure()
    {
    }

    /// <summary>The publisher is away; what is unfinished may be published as it is.</summary>
    public virtual void OnPublisherAway()
    {
    }

    /// <summary>Nobody reads any more, or the stream ends: completes what readers read and gives all buffers back.</summary>
    public abstract void Dispose();
}

/// <summary>Where a branch begins to read when it starts.</summary>
public enum BacklogStart
{
    /// <summary>At the newest key frame held.</summary>
    NewestJoinPoint,

    /// <summary>At the oldest key frame held.</summary>
    OldestJoinPoint,
}
