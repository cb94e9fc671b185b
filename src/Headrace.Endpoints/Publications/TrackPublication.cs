using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Publications;

/// <summary>
/// What a container's tracks are published as. It begins when they are known; tracks that follow go on in it where they have the same codecs in the same order, else in another
/// publication of the same session. Used under the lock of its owner, except where it is said.
/// </summary>
/// <param name="streams">Where it is published.</param>
/// <param name="session">Who publishes: its stream's name is set. It stays the driver's to end.</param>
/// <param name="start">The present instant.</param>
internal sealed class TrackPublication(StreamRegistry streams, Session session, MonotonicTime start)
{
    /// <summary>A container whose tracks change more often than this within <see cref="ChangesWithin"/> is refused.</summary>
    public const int MaxChanges = 10;

    /// <summary>See <see cref="MaxChanges"/>.</summary>
    public static readonly TimeSpan ChangesWithin = TimeSpan.FromSeconds(10);

    private readonly Queue<MonotonicTime> _changes = new();
    private ImmutableArray<Codec> _codecs = [];
    private Publication? _current;
    private long _lastMedia = start.Nanoseconds;

    /// <summary>The publication; null before it has begun and behind its end. Readable from any thread.</summary>
    public Publication? Current => Volatile.Read(ref _current);

    /// <summary>Why nothing more is taken; null while it is.</summary>
    public PublisherFault? Fault { get; private set; }

    /// <summary>True once it has published a unit. Readable from any thread.</summary>
    public bool HasMedia { get; private set; }

    /// <summary>True when no unit has come for longer than a limit. From any thread.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit) => now - new MonotonicTime(Volatile.Read(ref _lastMedia)) > limit;

    /// <summary>Begins, or goes on with other tracks. False where that cannot be: see <see cref="Fault"/>.</summary>
    /// <param name="tracks">The tracks from now on.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="onChange">Told before the publication that was gives way to another one.</param>
    /// <param name="account">Who pays for their units.</param>
    public bool TryBegin(ImmutableArray<AnnouncedTrack> tracks, MonotonicTime now, Action onChange, out MemoryAccount? account)
    {
        account = null;
        if (Fault is not null) return false;
        if (_current is null || !tracks.Select(static track => track.Codec).SequenceEqual(_codecs))
        {
            if (ChangesTooOften(now)) return false;
            if (_current is not null) onChange();
            End();
            PublishRefusal refusal = streams.TryPublish(session.StreamName!, tracks, session, out Publication? publication);
            Volatile.Write(ref _current, publication);
            if (refusal != PublishRefusal.None)
            {
                Fault = new PublisherFault(SessionEndReason.Refused, refusal.ToFault());
                return false;
            }
        }

        _codecs = [.. tracks.Select(static track => track.Codec)];
        account = _current!.Memory;
        return true;
    }

    /// <summary>Publishes a unit, and takes its reference.</summary>
    public void Publish(int track, InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit)
    {
        if (_current is not { } publication)
        {
            unit.Payload.Release();
            return;
        }

        HasMedia = true;
        Volatile.Write(ref _lastMedia, arrival.Nanoseconds);
        publication.Publish(track, time, arrival, unit);
    }

    /// <summary>Takes nothing more: it was stopped from outside, unless something else was wrong before.</summary>
    public void Close() => Fault ??= new PublisherFault(SessionEndReason.Closed, "it was stopped");

    /// <summary>Ends the publication; tracks that follow begin another one. Idempotent.</summary>
    public void End()
    {
        _current?.End();
        Volatile.Write(ref _current, null);
    }

    private bool ChangesTooOften(MonotonicTime now)
    {
        while (_changes.Count > 0 && now - _changes.Peek() > ChangesWithin) _changes.Dequeue();
        _changes.Enqueue(now);
        if (_changes.Count <= MaxChanges) return false;
        Fault = new PublisherFault(SessionEndReason.ProtocolError, $"its tracks change more than {MaxChanges} times in {ChangesWithin.TotalSeconds} s");
        return true;
    }
}
