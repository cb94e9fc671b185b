using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>
/// Makes units of E-AC-3: the frames of all substreams for six audio blocks, 1,536 samples (ETSI TS 102 366, F.2, and RFC 4598, 2.1.3: a frame set). A piece is a frame. Frames
/// before the first one of the substream 0 are dropped and counted.
/// </summary>
public sealed class Eac3Assembler(Eac3Format? format, UnitAssemblerOptions options) : UnitAssembler
{
    /// <summary>Greatest number of frames in a unit: eight programs of six frames each, with room for some that depend on them.</summary>
    public const int MaxFrames = 128;

    private const int MaxPrograms = 8;

    private readonly MediaBufferWriter _bytes = new(options.Pool, options.Account, Eac3Header.MaxFrameLength);
    private readonly Eac3Program[] _programs = new Eac3Program[MaxPrograms];
    private Eac3Format? _format = format;
    private int _programCount;
    private int _objects;
    private int _sampleRate;
    private int _blocks;
    private int _frames;
    private int _framesBefore;
    private bool _hasPieces;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    /// <summary>True when the unit has its six blocks, and as many frames as the one before it: nothing more belongs to it.</summary>
    public bool IsWhole => _blocks >= Ac3Tables.BlocksPerUnit && _frames == _framesBefore;

    /// <inheritdoc/>
    public override bool BeginsNext(ReadOnlySpan<byte> piece)
    {
        if (_blocks == 0 || !Eac3Header.TryRead(piece, out Eac3Header header) || !header.IsFirstOfSet) return false;
        return _blocks + header.Blocks > Ac3Tables.BlocksPerUnit || (Eac3Information.Read(piece, header).IsSetStart && header.Blocks < Ac3Tables.BlocksPerUnit);
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;
        if (!Eac3Header.TryRead(piece, out Eac3Header header) || header.FrameLength > piece.Length || (_frames == 0 && !header.IsFirstOfSet))
        {
            Malformed++;
            _framesBefore = 0;
            return;
        }

        if (_frames == MaxFrames || _bytes.Length + header.FrameLength > options.MaxUnitBytes)
        {
            TooLarge++;
            return;
        }

        piece = piece[..header.FrameLength];
        Describe(piece, header);
        _bytes.Write(piece);
        _frames++;
    }

    /// <inheritdoc/>
    public override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        _hasPieces = false;
        unit = default;
        if (_frames == 0) return false;
        ReadOnlySpan<Eac3Program> programs = _programs.AsSpan(0, _programCount);
        int samples = _blocks * Ac3Tables.SamplesPerBlock;
        if (_format?.Is(_sampleRate, programs, _objects) != true) _format = Eac3Format.Of(_sampleRate, programs, _objects, (int)(_bytes.Length * 8L * _sampleRate / samples / 1000));
        if (!isDamaged) _framesBefore = _frames;
        unit = new AssembledUnit
        {
            Payload = _bytes.Detach(),
            Format = _format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            IsDamaged = isDamaged,
            ReorderDepth = 0,
            NominalDuration = samples,
        };
        Clear();
        return true;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _bytes.Dispose();
        _hasPieces = false;
        Clear();
    }

    /// <summary>Takes note of what a frame says of its program; of those with fewer than six blocks, the first set does.</summary>
    private void Describe(ReadOnlySpan<byte> frame, in Eac3Header header)
    {
        bool isFirstSet = _blocks <= header.Blocks;
        if (header.IsFirstOfSet)
        {
            isFirstSet = _blocks == 0;
            _blocks += header.Blocks;
        }

        if (!isFirstSet) return;
        Eac3Information information = Eac3Information.Read(frame, header);
        if (header.Kind != Eac3StreamKind.Dependent)
        {
            if (_programCount == 0) _sampleRate = header.SampleRate;
            if (_programCount == MaxPrograms) return;
            _programs[_programCount++] = new Eac3Program(header.RateCode, header.BitStreamId, information.BitStreamMode, header.CodingMode, header.HasLfe, 0, 0);
        }
        else
        {
            ref Eac3Program program = ref _programs[_programCount - 1];
            program = program with { Dependents = program.Dependents + 1, ChannelLocations = program.ChannelLocations | Eac3Program.LocationsOf(information.ChannelMap) };
        }

        _objects = Math.Max(_objects, information.Objects);
    }

    private void Clear()
    {
        _programCount = 0;
        _objects = 0;
        _blocks = 0;
        _frames = 0;
    }
}
