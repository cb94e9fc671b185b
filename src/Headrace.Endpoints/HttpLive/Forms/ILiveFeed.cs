using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.HttpLive.Forms;

/// <summary>One viewer's way through a stream in some form. Read by one thread at a time.</summary>
internal interface ILiveFeed : IDisposable
{
    /// <summary>What stands before all else; bytes of his own.</summary>
    ReadOnlyMemory<byte> Head { get; }

    /// <summary>How often he fell behind. Readable from any thread.</summary>
    long Skips { get; }

    /// <summary>How far behind the newest media he reads. Readable from any thread.</summary>
    TimeSpan Lag { get; }

    /// <summary>True when nothing was given though there is more before the ring says so: it is given slowly.</summary>
    bool IsPaced { get; }

    /// <summary>The readers that a pump writes for.</summary>
    EgressGroup GroupOf(EgressPump pump);

    /// <summary>Tells somebody of what is new, for readers without a pump.</summary>
    void Subscribe(IRingObserver observer);

    /// <summary>Tells him no more.</summary>
    void Unsubscribe(IRingObserver observer);

    /// <summary>Chooses where he begins.</summary>
    void Begin(MonotonicTime now);

    /// <summary>The next bytes, with one reference for the caller; false when there are none now.</summary>
    bool TryNext(MonotonicTime now, out MediaBuffer buffer);
}
