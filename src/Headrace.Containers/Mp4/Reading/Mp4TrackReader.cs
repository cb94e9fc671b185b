using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Makes units of one track's samples, in their order.</summary>
internal sealed class Mp4TrackReader(InitTrack init, Mp4Track track) : IDisposable
{
    // A cut at the beginning that is longer than what decoders of sound need before their first sample.
    private const int CutsPerSecond = 4;

    private SampleCoding? _coding;
    private UnitAssembler? _assembler;
    private UnitFaults _former;
    private long _begin;
    private long _lead;
    private long _malformed;
    private long _tooLarge;

    public InitTrack Init => init;

    public Mp4Track Track => track;

    /// <summary>What of it could not be made a unit of.</summary>
    public UnitFaults Faults => _former + (_assembler?.Faults ?? default) + new UnitFaults(_malformed, _tooLarge, 0, 0);

    /// <summary>A cursor at the beginning of its sample tables.</summary>
    /// <param name="movie">The movie box.</param>
    /// <param name="index">Index of the track among those that are read.</param>
    public SampleTableCursor OpenTables(ReadOnlyMemory<byte> movie, int index) => new(movie, init.Tables, index, BareSamples.Of(init));

    /// <summary>Looks at a track with sample tables: by how much offsets are negative, and where reading begins.</summary>
    public void Prepare(ReadOnlyMemory<byte> movie, SampleTableCursor cursor)
    {
        NoteOffset(cursor.FindLeastOffset());
        FindBegin(movie);
    }

    /// <summary>Takes note of a composition offset: where it is negative decode times are told earlier by it, so that none is after its presentation.</summary>
    public void NoteOffset(int offset) => _lead = Math.Max(_lead, -(long)offset);

    /// <summary>Finds where reading begins: at the last sample before the edit list's beginning at which decoding may begin.</summary>
    private void FindBegin(ReadOnlyMemory<byte> movie)
    {
        TrackEdit edit = init.Edit;
        if (edit.Begin <= init.Timescale / CutsPerSecond) return;
        SampleTableCursor cursor = OpenTables(movie, 0);
        if (!cursor.TryOpen()) return;
        bool marks = init.IsVideo && init.Tables.Sync.Length > 0;
        while (cursor.TryRead(out Mp4Sample sample) && sample.DecodeTime <= edit.Begin)
        {
            if ((!marks || sample.IsMarkedSync) && sample.DecodeTime + sample.CompositionOffset <= edit.Begin) _begin = sample.DecodeTime;
        }
    }

    /// <summary>False for samples outside of what the edit list shows.</summary>
    public bool Wants(in Mp4Sample sample) => sample.DecodeTime >= _begin && (sample.DecodeTime < init.Edit.End || init.IsFragmented);

    /// <summary>Time of a sample, edit list applied.</summary>
    public Mp4UnitTime TimeOf(in Mp4Sample sample)
    {
        long decode = sample.DecodeTime + init.Edit.Shift;
        return new Mp4UnitTime(decode + sample.CompositionOffset, decode - _lead);
    }

    /// <summary>Counts a sample that is not looked at since it is too large.</summary>
    public void NoteTooLarge() => _tooLarge++;

    /// <summary>Counts a sample whose bytes are not where they should be.</summary>
    public void NoteLost() => _malformed++;

    /// <summary>Makes a unit of a sample; false where nothing remains of it.</summary>
    public bool TryRead(in Mp4Sample sample, ReadOnlySpan<byte> bytes, UnitAssemblerOptions options, out AssembledUnit unit)
    {
        unit = default;
        SampleCoding? coding = sample.Description < (uint)init.Codings.Length ? init.Codings[(int)sample.Description] : null;
        if (coding is null || !ReferenceEquals(coding.Codec, track.Codec))
        {
            _malformed++;
            return false;
        }

        if (!ReferenceEquals(coding, _coding))
        {
            Close();
            (_coding, _assembler) = (coding, coding.CreateAssembler(options));
        }

        bool isWhole = coding.TryAdd(bytes, _assembler!);
        if (!isWhole) _malformed++;
        if (!_assembler!.TryComplete(!isWhole, out unit)) return false;

        // Encoders that mark an intra picture in the file only.
        if (sample.IsMarkedSync && !unit.RandomAccess.IsPoint && unit.Picture == PictureKind.I) unit = unit with { RandomAccess = RandomAccess.OpenGop };
        return true;
    }

    public void Dispose() => Close();

    private void Close()
    {
        if (_assembler is null) return;
        _former += _assembler.Faults;
        _assembler.Dispose();
        _assembler = null;
    }
}
