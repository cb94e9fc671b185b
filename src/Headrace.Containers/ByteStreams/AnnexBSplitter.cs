using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;

namespace Headrace.Containers.ByteStreams;

/// <summary>
/// Cuts a byte stream of NAL units behind start codes (annex B of H.264 and H.265), as encoders write it and files hold it, into access units. It comes in pieces of any size; where a
/// unit begins the codec's assembler says, with delimiters or without. A unit is known to be whole when the next one begins.
/// </summary>
public sealed class AnnexBSplitter : IDisposable
{
    private const int StartCodeLength = 3;

    // The header of a slice lies in its first bytes: what begins with it need not be whole to be known.
    private const int HeaderBytes = 64;

    private readonly UnitAssembler _assembler;
    private readonly int _maxUnitBytes;
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;
    private int _unit;
    private int _nal = -1;
    private int _search;
    private bool _isLooked;
    private bool _isAtEnd;

    /// <summary>A splitter at the start of a byte stream.</summary>
    /// <param name="codec">A codec of NAL units.</param>
    /// <param name="maxUnitBytes">Greatest unit; a larger one is left out and counted.</param>
    public AnnexBSplitter(Codec codec, int maxUnitBytes = UnitAssemblerOptions.DefaultMaxUnitBytes)
    {
        ArgumentNullException.ThrowIfNull(codec);
        _maxUnitBytes = maxUnitBytes;
        _assembler = codec.CreateAssembler(null, Media.Tracks.ParameterSets.Empty, new UnitAssemblerOptions(MediaBufferPool.Shared, null, maxUnitBytes));
        if (_assembler is not NalUnitAssembler) throw new ArgumentException($"{codec.DisplayName} has no NAL units.", nameof(codec));
    }

    /// <summary>Units that were larger than the bound.</summary>
    public long TooLarge { get; private set; }

    /// <summary>Takes the next bytes, after <see cref="TryRead"/> has given all there was: that is gone then.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Compact();
        if (_length + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Nothing follows: what is there is whole.</summary>
    public void Complete() => _isAtEnd = true;

    /// <summary>The next unit, its NAL units behind start codes; false when there is none yet. Valid until the next <see cref="Append"/>.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> unit)
    {
        while (TryFindNal(out int end, out bool isWhole))
        {
            ReadOnlySpan<byte> nal = _bytes.AsSpan((_nal + StartCodeLength)..end);
            if (!_isLooked && (isWhole || nal.Length >= HeaderBytes))
            {
                _isLooked = true;
                if (_assembler.BeginsNext(nal) && Cut(_nal, out unit)) return true;
            }

            if (!isWhole) break;
            _assembler.Add(nal.TrimEnd((byte)0));
            _isLooked = false;
            _nal = end < _length ? end : -1;
        }

        if (_isAtEnd && _unit < _length && Cut(_length, out unit)) return true;
        unit = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _assembler.Dispose();

    /// <summary>Ends the unit before an offset; false where it is left out.</summary>
    private bool Cut(int end, out ReadOnlyMemory<byte> unit)
    {
        unit = _bytes.AsMemory(_unit..end);
        _unit = end;
        if (_assembler.TryComplete(isDamaged: false, out AssembledUnit whole)) whole.Payload.Release();
        else _assembler.Reset();
        if (unit.Length > _maxUnitBytes) TooLarge++;
        return unit.Length is > 0 and int length && length <= _maxUnitBytes;
    }

    /// <summary>The NAL unit at hand: where it ends, or how far it has come.</summary>
    private bool TryFindNal(out int end, out bool isWhole)
    {
        end = _length;
        isWhole = false;
        if (_nal < 0)
        {
            int first = AnnexB.IndexOfStartCode(_bytes.AsSpan(_search.._length));
            if (first < 0)
            {
                _search = Math.Max(_search, _length - StartCodeLength + 1);
                return false;
            }

            _nal = _search + first;
            _search = _nal + StartCodeLength;
        }

        _search = Math.Max(_search, _nal + StartCodeLength);
        int next = AnnexB.IndexOfStartCode(_bytes.AsSpan(_search.._length));
        if (next >= 0) (end, _search) = (_search + next, _search + next);
        else _search = Math.Max(_search, _length - StartCodeLength + 1);
        isWhole = next >= 0 || _isAtEnd;
        return true;
    }

    /// <summary>Forgets what was given, and what is larger than a unit may be.</summary>
    private void Compact()
    {
        if (_length - _unit > _maxUnitBytes)
        {
            // Its beginning is gone: what follows begins anew at the next start code.
            TooLarge++;
            _assembler.Reset();
            _unit = Math.Max(_unit, _length - StartCodeLength + 1);
            (_nal, _search, _isLooked) = (-1, _unit, false);
        }

        if (_unit == 0) return;
        _bytes.AsSpan(_unit.._length).CopyTo(_bytes);
        _length -= _unit;
        if (_nal >= 0) _nal -= _unit;
        _search = Math.Max(0, _search - _unit);
        _unit = 0;
    }
}
