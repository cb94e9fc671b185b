using System.Collections.Immutable;

namespace Headrace.Streaming.Forwarding;

/// <summary>The targets that a stream is forwarded to. Thread-safe.</summary>
public sealed class StreamForwards
{
    /// <summary>Most targets of a stream.</summary>
    public const int MaxTargets = 16;

    private ImmutableArray<ForwardSupervisor> _all = [];
    private long _bytesOfOthers;

    /// <summary>Bytes sent to all, those that are gone included.</summary>
    public long BytesSent
    {
        get
        {
            long bytes = Interlocked.Read(ref _bytesOfOthers);
            foreach (ForwardSupervisor forward in _all) bytes += forward.BytesSent;
            return bytes;
        }
    }

    /// <summary>How each of them is, in the order in which they came.</summary>
    public ImmutableArray<ForwardSnapshot> Snapshot() => [.. _all.Select(forward => forward.Snapshot())];

    internal void Add(ForwardSupervisor forward) => ImmutableInterlocked.Update(ref _all, static (all, one) => all.Add(one), forward);

    internal void Remove(ForwardSupervisor forward)
    {
        ImmutableInterlocked.Update(ref _all, static (all, one) => all.Remove(one), forward);
        Interlocked.Add(ref _bytesOfOthers, forward.BytesSent);
    }
}
