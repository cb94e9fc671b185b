namespace Headrace.Containers.MpegTs.Reading;

/// <summary>
/// Whether stuffing ends the PES packets of a stream. Muxers stuff the last packet of each, since its payload is short, and hardly any other: where that has held for some
/// time, a PES packet that does not say its length is whole with its stuffed packet, and need not wait for the next one to begin.
/// </summary>
internal struct StuffingWatch
{
    /// <summary>PES packets that must have kept to it.</summary>
    public const int Proof = 8;

    private int _kept;
    private int _needed;
    private bool _wasStuffed;
    private bool _isBroken;

    /// <summary>True when stuffing is taken for the end.</summary>
    public readonly bool Holds => _kept >= Math.Max(Proof, _needed);

    /// <summary>A PES packet begins: the one before it is over.</summary>
    public void Begin()
    {
        if (_isBroken) _kept = 0;
        else if (_wasStuffed) _kept++;
        (_isBroken, _wasStuffed) = (false, false);
    }

    /// <summary>A packet of it has come.</summary>
    public void Add(bool isStuffed)
    {
        _isBroken |= _wasStuffed;
        _wasStuffed = isStuffed;
    }

    /// <summary>A PES packet went on behind what was taken for its end: it takes far longer until that is believed again.</summary>
    public void Fail() => (_kept, _needed, _isBroken) = (0, Math.Max(Proof, _needed) * 64, true);
}
