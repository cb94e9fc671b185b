using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>
/// Makes units of the packets of one source. Takes them in order and without duplicates; what is missing is said with the packet behind
/// the hole. Whatever a packet holds, it does not throw. Single-threaded; owns its assembler.
/// </summary>
public abstract class RtpDepacketizer(UnitAssembler assembler) : IDisposable
{
    /// <summary>The assembler that the pieces go to; it knows the format and the parameter sets in force.</summary>
    public UnitAssembler Assembler { get; } = assembler;

    /// <summary>Packets, pieces in them, and units, that could not be understood, broke a bound or did not end.</summary>
    public UnitFaults Faults => Assembler.Faults + new UnitFaults(MalformedHere, TooLargeHere, 0, TimedOutHere);

    /// <summary>Packets of a kind that the payload format knows and Headrace does not take.</summary>
    public long Unsupported { get; protected set; }

    /// <summary>Why packets are not taken that the peer could send otherwise, as a clause for people; null where there are none.</summary>
    public string? Complaint { get; protected set; }

    /// <summary>What the depacketizer itself could not understand.</summary>
    protected long MalformedHere { get; set; }

    /// <summary>What it dropped because of its bytes.</summary>
    protected long TooLargeHere { get; set; }

    /// <summary>Units whose end it did not wait for any longer.</summary>
    protected long TimedOutHere { get; set; }

    /// <summary>Takes a packet and hands the units that it completes to <paramref name="sink"/>.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isGapBefore">True when packets between the last one and this one are missing, and for the first one.</param>
    /// <param name="arrival">When it arrived.</param>
    /// <param name="sink">Where units go.</param>
    public abstract void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink);

    /// <summary>Completes the unit under construction when nothing of it has come for longer than a limit: one whose end is missing is damaged.</summary>
    public virtual void HandleTimeout(MonotonicTime now, TimeSpan limit, IRtpUnitSink sink)
    {
    }

    /// <summary>Completes the unit under construction, if there is one: no packet follows.</summary>
    public virtual void Flush(IRtpUnitSink sink)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what is held.</summary>
    protected virtual void Dispose(bool disposing) => Assembler.Dispose();
}
