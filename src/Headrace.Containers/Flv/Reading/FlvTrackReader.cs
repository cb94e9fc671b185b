using Headrace.Containers.Flv.TagBodies;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Reading;

/// <summary>Reads one track, from its first packet on.</summary>
internal sealed class FlvTrackReader(TagBody body, int number, byte flags, bool isClassic) : IDisposable
{
    private readonly FlvSequence _assumed = body.Assume(flags, isClassic);
    private byte[] _header = [];
    private FlvSequence? _sequence;
    private UnitAssembler? _assembler;
    private UnitAssemblerOptions? _options;
    private UnitFaults _former;
    private bool _lacksReferences;

    public TagBody Body => body;

    public int Number => number;

    public MediaKind Kind => body.Codec.Kind;

    /// <summary>True when its first frame can be read as far as is known: there is a configuration, or none is needed.</summary>
    public bool IsKnown => _sequence is not null || (HasFrames && !body.HasSequenceHeader);

    /// <summary>True once a frame of it has come.</summary>
    public bool HasFrames { get; set; }

    /// <summary>Index among the tracks that were announced; -1 while it is not one of them.</summary>
    public int Index { get; set; } = -1;

    /// <summary>What of it could not be made a unit of since it was announced.</summary>
    public UnitFaults Faults => _former + (_assembler?.Faults ?? default);

    public FlvTrack Describe() => new(number, body.Codec, Sequence.Format, Sequence.ParameterSets);

    private FlvSequence Sequence => _sequence ?? _assumed;

    /// <summary>True when a sequence header is not the one that holds.</summary>
    public bool IsNew(ReadOnlySpan<byte> header) => !_header.AsSpan().SequenceEqual(header);

    /// <summary>A sequence header came. False when it cannot be read; the one before holds then.</summary>
    public bool TryConfigure(ReadOnlySpan<byte> header)
    {
        if (!IsNew(header) && _sequence is not null) return true;
        if (!body.TryReadSequenceHeader(header, out FlvSequence? sequence)) return false;
        _header = header.ToArray();
        _sequence = sequence;
        if (_assembler is { } former)
        {
            _assembler = body.Follow(former, sequence!, _options!);
            if (_assembler != former) _former += former.Faults;
        }

        return true;
    }

    /// <summary>Units are made from now on.</summary>
    public void Begin(int index, UnitAssemblerOptions options)
    {
        Index = index;
        _options = options;
        _former = default;
        _assembler = body.Codec.CreateAssembler(Sequence.Format, Sequence.ParameterSets, options);
    }

    /// <summary>No units are made any more, until it begins again.</summary>
    public void End()
    {
        Index = -1;
        _assembler?.Dispose();
        _assembler = null;
    }

    /// <summary>Bytes before what comes are lost.</summary>
    public void Lose() => _lacksReferences = true;

    /// <summary>A frame, or several of sound. False when it is broken.</summary>
    public bool Read(ReadOnlySpan<byte> data, uint timestamp, int offset, bool isKeyFrame, MonotonicTime arrival, IFlvSink sink)
    {
        bool isWhole = true;
        long later = 0;
        while (!data.IsEmpty && _assembler is { } assembler)
        {
            bool isRead = body.AddTo(assembler, body.TakeUnit(ref data), Sequence);
            isWhole &= isRead;
            if (!assembler.TryComplete(!isRead, out AssembledUnit unit)) continue;
            long decode = timestamp + later;
            sink.OnUnit(Index, new FlvUnitTime(decode + offset & uint.MaxValue, decode & uint.MaxValue), arrival, Mark(unit, isKeyFrame));
            later += unit.Format.ClockRate > 0 ? unit.NominalDuration * 1000L / unit.Format.ClockRate : 0;
        }

        return isWhole;
    }

    public void Dispose() => End();

    // What an encoder calls a key frame is one to begin at, also where the picture alone does not show it: one of intra slices.
    private AssembledUnit Mark(AssembledUnit unit, bool isKeyFrame)
    {
        if (isKeyFrame && unit is { RandomAccess.IsPoint: false, Picture: PictureKind.I }) unit = unit with { RandomAccess = RandomAccess.OpenGop };
        (bool lacksReferences, _lacksReferences) = (_lacksReferences, false);
        return lacksReferences && Kind == MediaKind.Video && unit.RandomAccess != RandomAccess.Idr ? unit with { IsDamaged = true, IsDisposable = false } : unit;
    }
}
