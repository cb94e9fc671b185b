namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Whether each PES packet of a stream begins a unit. Where that has held for some time, the end of a packet is the end of its last unit, and that need not wait for the next
/// packet to be whole.
/// </summary>
internal struct AlignmentWatch
{
    /// <summary>PES packets that must have kept to it.</summary>
    public const int Proof = 8;

    private int _kept;
    private int _needed;

    /// <summary>True when the end of a packet is taken for the end of a unit.</summary>
    public readonly bool Holds => _kept >= Math.Max(Proof, _needed);

    /// <summary>A packet has begun. False when it went on with a unit that was taken for whole.</summary>
    public bool Note(bool beginsUnit)
    {
        if (beginsUnit)
        {
            _kept++;
            return true;
        }

        bool failed = Holds;
        if (failed) _needed = Math.Min(Math.Max(Proof, _needed) * 64, 1 << 20);
        _kept = 0;
        return !failed;
    }
}
