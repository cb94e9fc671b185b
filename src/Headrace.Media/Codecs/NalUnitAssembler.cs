using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>What the assemblers of codecs made of NAL units share: bounds, carrying over, and the payload with its 4-byte lengths.</summary>
public abstract class NalUnitAssembler : UnitAssembler
{
    /// <summary>SEI that ends up without a picture is kept for the next one up to this many bytes (cameras that end a unit after it).</summary>
    public const int MaxCarriedBytes = 16 * 1024;

    /// <summary>Greatest number of NAL units in a unit: a slice for each packet of a large key frame stays below.</summary>
    public const int MaxNalUnits = NalUnitWriter.MaxNalUnits;

    private readonly NalUnitWriter _writer;
    private readonly ParameterSetTable _tables;
    private ParameterSets _unitSets = ParameterSets.Empty;
    private bool _hasPieces;
    private bool _isBroken;
    private int _end = -1;

    /// <summary>Begins with the sets that were announced out of band.</summary>
    protected NalUnitAssembler(ParameterSetTable tables, ParameterSets announced, UnitAssemblerOptions options)
    {
        _writer = new NalUnitWriter(options);
        _tables = tables;
        foreach (ParameterSet set in announced.Sets) AddParameterSet(set.Nal.Span);
    }

    /// <inheritdoc/>
    public sealed override ParameterSets ParameterSets => _tables.Sets;

    /// <inheritdoc/>
    public sealed override bool IsEmpty => !_hasPieces;

    /// <summary>True once there is a slice.</summary>
    protected abstract bool HasPicture { get; }

    /// <inheritdoc/>
    public sealed override bool BeginsNext(ReadOnlySpan<byte> piece)
    {
        if (AnnexB.StartsWithStartCode(piece))
        {
            AnnexB.Enumerator units = new AnnexB(piece).GetEnumerator();
            piece = units.MoveNext() ? units.Current : [];
        }

        return HasPicture && !piece.IsEmpty && BeginsNextNal(piece);
    }

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;

        // Some cameras leave start codes inside of RTP payloads.
        if (AnnexB.StartsWithStartCode(piece))
        {
            foreach (ReadOnlySpan<byte> nal in new AnnexB(piece)) AddNal(nal);
        }
        else if (!piece.IsEmpty)
        {
            AddNal(piece);
        }
    }

    /// <inheritdoc/>
    public sealed override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default!;
        if (!HasPicture)
        {
            _hasPieces = false;
            if (isDamaged || _writer.IsOver || _writer.Length > MaxCarriedBytes) Reset();
            return false;
        }

        if (_writer.HasTooMany) TooManyNalUnits++;
        else if (_writer.IsOver) TooLarge++;
        if (_writer.IsOver || Format is not { } format)
        {
            Reset();
            return false;
        }

        OnComplete(isDamaged || _isBroken);
        unit = Describe(format, _unitSets) with { IsDamaged = isDamaged || _isBroken, Payload = _writer.Detach(_end >= 0 ? _end : _writer.Length) };
        ResetState();
        foreach (ReadOnlySpan<byte> carried in new NalUnits(_writer.Written)) NoteCarried(carried);
        return true;
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        _writer.Dispose();
        ResetState();
    }

    /// <summary>Whether a NAL unit, after a picture's first slice, belongs to the next unit.</summary>
    protected abstract bool BeginsNextNal(ReadOnlySpan<byte> nal);

    /// <summary>Sorts a NAL unit.</summary>
    protected abstract void AddNal(ReadOnlySpan<byte> nal);

    /// <summary>What is known of the picture; payload and damage are filled in.</summary>
    protected abstract AssembledUnit Describe(TrackFormat format, ParameterSets sets);

    /// <summary>The picture is complete.</summary>
    /// <param name="isDamaged">Whether bytes of it are missing.</param>
    protected virtual void OnComplete(bool isDamaged)
    {
    }

    /// <summary>Forgets the picture.</summary>
    protected abstract void ResetPicture();

    /// <summary>Looks at a NAL unit that was written before its picture began.</summary>
    protected abstract void NoteCarried(ReadOnlySpan<byte> nal);

    /// <summary>Takes a slice into the unit; the sets known now are those it needs.</summary>
    protected void WriteSlice(ReadOnlySpan<byte> nal)
    {
        _unitSets = _tables.Sets;
        _writer.Write(nal);
    }

    /// <summary>Takes another NAL unit into the unit.</summary>
    protected void Write(ReadOnlySpan<byte> nal) => _writer.Write(nal);

    /// <summary>Notes a parameter set; false when it was refused.</summary>
    protected bool AddParameterSet(ReadOnlySpan<byte> nal)
    {
        if (_tables.TryAdd(nal)) return true;
        Malformed++;
        return false;
    }

    /// <summary>Leaves out a NAL unit that cannot be understood: the unit is damaged.</summary>
    protected void Refuse()
    {
        Malformed++;
        _isBroken = true;
    }

    /// <summary>What was added is no whole picture: the unit is damaged.</summary>
    protected void Damage() => _isBroken = true;

    /// <summary>From here on what is written belongs to the next unit, unless <see cref="Unmark"/> says otherwise.</summary>
    protected void Mark()
    {
        if (_end < 0) _end = _writer.Length;
    }

    /// <summary>What was written since <see cref="Mark"/> belongs to this unit.</summary>
    protected void Unmark() => _end = -1;

    private void ResetState()
    {
        _hasPieces = false;
        _isBroken = false;
        _end = -1;
        ResetPicture();
    }
}
