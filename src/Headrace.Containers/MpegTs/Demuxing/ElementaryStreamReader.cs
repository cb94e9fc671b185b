using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Turns the PES packets of one elementary stream into units with times. A codec's <see cref="ElementaryStreams.ElementaryStream"/> makes it. No clock, no I/O; bad input is
/// counted and never throws. Not thread-safe.
/// </summary>
public abstract class ElementaryStreamReader : IDisposable
{
    /// <summary>What could not be made a unit of.</summary>
    public abstract UnitFaults Faults { get; }

    /// <summary>Takes a whole PES packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="arrival">When its last byte arrived.</param>
    /// <param name="sink">Takes the units that are whole with it.</param>
    public abstract void Add(in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink);

    /// <summary>Hands on what is held: nothing follows, or nothing has followed for long.</summary>
    public abstract void Flush(ITsUnitSink sink);

    /// <summary>Gives back what is held.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what is held.</summary>
    protected abstract void Dispose(bool disposing);
}
