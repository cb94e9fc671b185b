using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>
/// Turns the pieces that one input carries of one track (NAL units, OBUs, raw frames) into canonical units. Every depacketizer and
/// demuxer uses it, so that normalising happens once. Single-threaded. It keeps the format and the parameter sets in force.
/// </summary>
public abstract class UnitAssembler : IDisposable
{
    /// <summary>The format in force, or null while it is not known.</summary>
    public abstract TrackFormat? Format { get; }

    /// <summary>The parameter sets in force.</summary>
    public virtual ParameterSets ParameterSets => ParameterSets.Empty;

    /// <summary>Units and pieces dropped because they broke a limit or could not be understood.</summary>
    public UnitFaults Faults => new(Malformed, TooLarge, TooManyNalUnits, 0);

    /// <summary>Those that could not be understood.</summary>
    protected long Malformed { get; set; }

    /// <summary>Those of too many bytes.</summary>
    protected long TooLarge { get; set; }

    /// <summary>Those of too many NAL units.</summary>
    protected long TooManyNalUnits { get; set; }

    /// <summary>True when no piece has been added since the last unit.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>
    /// True when <paramref name="piece"/> cannot belong to the unit under construction but begins the next one (first slice of a new
    /// picture, delimiter), for inputs that mark no boundaries.
    /// </summary>
    public virtual bool BeginsNext(ReadOnlySpan<byte> piece) => false;

    /// <summary>
    /// True when the unit is the first field of a frame so far. Inputs that mark boundaries (RTP's marker) do not complete it yet: they
    /// ask <see cref="BeginsNext"/> for what follows, and complete it, with the first field's time, when that says so.
    /// </summary>
    public virtual bool AwaitsSecondField => false;

    /// <summary>Adds one piece: a NAL unit without start code or length, an OBU, a raw frame. The bytes are copied.</summary>
    public abstract void Add(ReadOnlySpan<byte> piece);

    /// <summary>
    /// Ends the unit. False when nothing remains of it (parameter sets only, or dropped). The caller owns the payload's one reference.
    /// </summary>
    /// <param name="isDamaged">True when bytes of this unit were lost.</param>
    /// <param name="unit">The unit.</param>
    public abstract bool TryComplete(bool isDamaged, out AssembledUnit unit);

    /// <summary>Drops what was added since the last unit.</summary>
    public abstract void Reset();

    /// <inheritdoc/>
    public void Dispose()
    {
        Reset();
        GC.SuppressFinalize(this);
    }
}
