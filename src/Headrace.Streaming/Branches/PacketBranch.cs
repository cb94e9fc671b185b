using System.Collections.Concurrent;
using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Streaming.Branches;

/// <summary>A branch that writes groups of packets into a ring of its own, shared by all its readers.</summary>
public abstract class PacketBranch<TGroup> : Branch
    where TGroup : class, IPacketGroup
{
    private readonly ConcurrentDictionary<EgressPump, EgressGroup> _groups = new();

    /// <summary>An empty branch of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="kind">What its memory is listed as.</param>
    private protected PacketBranch(LiveStream stream, string kind)
    {
        Stream = stream;
        Memory = stream.Memory.Of(kind);
        Output = new MediaBufferWriter(MediaBufferPool.Shared, Memory);
        Ring = new BroadcastRing<TGroup>(Limits);
    }

    /// <summary>Who pays for its bytes.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>What readers read.</summary>
    public BroadcastRing<TGroup> Ring { get; }

    /// <summary>True when what readers were told of the stream is no longer true: they have to ask again.</summary>
    internal bool IsOutdated { get; private protected set; }

    /// <inheritdoc/>
    public override bool IsEnded => Ring.IsCompleted;

    /// <summary>The stream that it is of.</summary>
    private protected LiveStream Stream { get; }

    /// <summary>The group of packets that is being written.</summary>
    private protected MediaBufferWriter Output { get; }

    private RingLimits Limits => PressureBounds.Packets(Stream.Options, Stream.Pressure.Level, Stream.Pressure.Bound);

    /// <summary>The readers that a pump writes for.</summary>
    public EgressGroup GroupOf(EgressPump pump) => _groups.GetOrAdd(pump, key =>
    {
        EgressGroup group = key.CreateGroup();
        Ring.Subscribe(group);
        return group;
    });

    /// <inheritdoc/>
    public override void OnPressure()
    {
        Ring.Limits = Limits;
        Ring.Trim();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Ring.Dispose();
        Output.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>How many read it by pumps.</summary>
    private protected int Readers()
    {
        int count = 0;
        foreach ((_, EgressGroup group) in _groups) count += group.Count;
        return count;
    }
}
