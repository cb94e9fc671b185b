using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Opaque;

/// <summary>
/// Makes units of what is not understood: the RTP payloads of one timestamp, each with a 4-byte length before it (<see cref="Bits.NalUnits"/>
/// walks them). Decoding may begin anywhere as far as anyone knows, so every unit says so.
/// </summary>
internal sealed class OpaqueAssembler(OpaqueFormat? format, UnitAssemblerOptions options) : UnitAssembler
{
    private readonly NalUnitWriter _writer = new(options);
    private bool _hasPieces;

    /// <inheritdoc/>
    public override TrackFormat? Format => format;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    /// <summary>Adds the payload of a packet; an empty one counts for nothing.</summary>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;
        if (!piece.IsEmpty) _writer.Write(piece);
    }

    /// <inheritdoc/>
    public override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default!;
        _hasPieces = false;
        if (_writer.IsOver || format is null || _writer.Length == 0)
        {
            if (_writer.HasTooMany) TooManyNalUnits++;
            else if (_writer.IsOver) TooLarge++;
            Reset();
            return false;
        }

        unit = new AssembledUnit
        {
            Payload = _writer.Detach(_writer.Length),
            Format = format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            IsDamaged = isDamaged,
        };
        return true;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _writer.Dispose();
        _hasPieces = false;
    }
}
