namespace Headrace.Containers.MpegTs.Reading;

/// <summary>What a reader knows of one PID: its counter, and what puts its payload together.</summary>
internal sealed class TsPid
{
    private int _last = -1;
    private bool _wasRepeated;

    /// <summary>Set for tables.</summary>
    public SectionAssembler? Section { get; set; }

    /// <summary>Set for elementary streams.</summary>
    public PesAssembler? Pes { get; set; }

    /// <summary>Number of the program whose map table it is; 0 for others.</summary>
    public int MapOf { get; set; }

    /// <summary>Takes the counter of a packet (2.4.3.3).</summary>
    public Arrival Count(in TsPacketHeader header)
    {
        int last = _last;
        _last = header.Continuity;
        if (last < 0 || header.IsDiscontinuity || (header.HasPayload && header.Continuity == (last + 1 & 15)))
        {
            _wasRepeated = false;
            return Arrival.Next;
        }

        if (header.Continuity != last) return Arrival.AfterLoss;
        if (!header.HasPayload) return Arrival.Next;
        // A packet may come twice, not three times.
        bool isRepeated = !_wasRepeated;
        _wasRepeated = true;
        return isRepeated ? Arrival.Again : Arrival.AfterLoss;
    }

    /// <summary>How a packet follows the one before it.</summary>
    public enum Arrival
    {
        /// <summary>As it should.</summary>
        Next,

        /// <summary>It is the same again.</summary>
        Again,

        /// <summary>Packets between them are missing.</summary>
        AfterLoss,
    }
}
