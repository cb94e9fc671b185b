using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>
/// Walks the samples of a track in decoding order by its sample tables (ISO/IEC 14496-12, 8.5 to 8.7), which are read where they lie, entry after entry: it holds nothing but its place.
/// </summary>
/// <param name="movie">The movie box.</param>
/// <param name="tables">The track's tables in it.</param>
/// <param name="track">Index of the track among those that are read.</param>
/// <param name="bare">Samples that are taken together, where a track has such.</param>
internal sealed class SampleTableCursor(ReadOnlyMemory<byte> movie, SampleTables tables, int track, BareSamples bare = default)
{
    /// <summary>Most samples of a track, a hundred hours of sound; a track with more is a fault.</summary>
    public const uint MaxSamples = 16_777_216;

    private const int FullHeader = 4;
    private const int CountFields = FullHeader + 4;
    private const int SizeFields = FullHeader + 8;
    private const int RunSize = 12;

    // Offsets above are nonsense, and sums of those below do not overflow.
    private const ulong MaxOffset = long.MaxValue / 2;

    private uint _samples;
    private uint _fixedSize;
    private int _sizeBits;
    private uint _chunks;
    private uint _runs;
    private uint _next;
    private long _decodeTime;
    private RunLengths _times;
    private RunLengths _offsets;
    private uint _sync;
    private uint _nextSync;
    private uint _syncAt;
    private uint _chunk;
    private uint _run;
    private uint _leftInChunk;
    private uint _perChunk;
    private uint _runEnd;
    private uint _description;
    private long _offset;

    /// <summary>Samples that the track has.</summary>
    public uint Samples => _samples;

    /// <summary>Which table is broken; null while none is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Looks at the tables' heads; false where they say more than there is.</summary>
    public bool TryOpen()
    {
        ReadOnlySpan<byte> bytes = movie.Span;
        if (tables.Sizes.Length == 0 && tables.Chunks.Length == 0) return true;
        if (!TryOpenSizes(tables.Sizes.In(bytes))) return Fail("its table of sample sizes is broken");
        if (bare.Bytes > 0 && !TryTakeBare()) return Fail("its samples have another size than its sample entry says");
        if (_samples / Math.Max(1, bare.AtOnce) > MaxSamples) return Fail($"it has {_samples} samples; {MaxSamples} are read at most");
        if (!TryCount(tables.Chunks, tables.AreChunksLong ? 8 : 4, out _chunks) || !TryCount(tables.Runs, RunSize, out _runs)) return Fail("its table of chunks is broken");
        if (!TryOpen(tables.Times, ref _times) || !TryOpen(tables.Offsets, ref _offsets)) return Fail("its table of times is broken");
        if (!TryCount(tables.Sync, 4, out _sync)) return Fail("its table of sync samples is broken");
        ReadSync();
        return true;
    }

    /// <summary>The next sample; false at the end, and where <see cref="Fault"/> says that a table ends too early.</summary>
    public bool TryRead(out Mp4Sample sample)
    {
        sample = default;
        if (Fault is not null || _next == _samples) return false;
        if (_leftInChunk == 0 && !TryBeginChunk()) return Fail("its tables name more samples than its chunks have");
        if (!_times.TryTake(movie.Span, tables.Times, out uint duration)) return Fail("its table of times ends before its samples");

        // Composition offsets may end early, and version 0 says unsigned, but writers put negative ones there too.
        _offsets.TryTake(movie.Span, tables.Offsets, out uint composition);
        uint count = bare.Bytes > 0 ? 1 + _times.TakeMore(Math.Min(Math.Min(_leftInChunk, _samples - _next), bare.AtOnce) - 1) : 1;
        uint size = SizeOf(_next) * count;
        duration = (uint)Math.Min(uint.MaxValue, (ulong)duration * count);
        bool isSync = _nextSync == _next + 1;
        while (_nextSync != 0 && _nextSync <= _next + 1) ReadSync();
        sample = new Mp4Sample(track, _offset, size, _decodeTime, unchecked((int)composition), duration, _description, isSync);
        _decodeTime += duration;
        _offset += size;
        _leftInChunk -= count;
        _next += count;
        return true;
    }

    /// <summary>The least composition offset of all samples; 0 where none is negative.</summary>
    public int FindLeastOffset()
    {
        int least = 0;
        ReadOnlySpan<byte> body = tables.Offsets.In(movie.Span);
        if (body.Length < CountFields) return least;
        uint count = BinaryPrimitives.ReadUInt32BigEndian(body[FullHeader..]);
        for (int i = 0; i < count; i++) least = Math.Min(least, BinaryPrimitives.ReadInt32BigEndian(body[(CountFields + i * RunLengths.EntrySize + 4)..]));
        return least;
    }

    private bool TryOpenSizes(ReadOnlySpan<byte> body)
    {
        if (body.Length < SizeFields) return false;
        uint stated = BinaryPrimitives.ReadUInt32BigEndian(body[FullHeader..]);
        _samples = BinaryPrimitives.ReadUInt32BigEndian(body[(FullHeader + 4)..]);
        _sizeBits = tables.AreSizesCompact ? (int)(stated & 0xFF) : 32;
        if (_sizeBits is not (4 or 8 or 16 or 32)) return false;
        _fixedSize = tables.AreSizesCompact ? 0 : stated;
        return _fixedSize != 0 || ((ulong)_samples * (uint)_sizeBits + 7) / 8 <= (ulong)(body.Length - SizeFields);
    }

    // Old writers of QuickTime say 1 whatever the size is.
    private bool TryTakeBare()
    {
        if (_samples > 0 && (_fixedSize != 1 && _fixedSize != bare.Bytes || tables.Offsets.Length > 0 || tables.Sync.Length > 0)) return false;
        _fixedSize = bare.Bytes;
        return true;
    }

    private bool TryCount(TableRange range, int entrySize, out uint count)
    {
        count = 0;
        if (range.Length == 0) return true;
        ReadOnlySpan<byte> body = range.In(movie.Span);
        if (body.Length < CountFields) return false;
        count = BinaryPrimitives.ReadUInt32BigEndian(body[FullHeader..]);
        return (ulong)count * (uint)entrySize <= (ulong)(body.Length - CountFields);
    }

    private bool TryOpen(TableRange range, ref RunLengths runs)
    {
        bool isGood = TryCount(range, RunLengths.EntrySize, out uint count);
        runs = new RunLengths(count);
        return isGood;
    }

    private uint SizeOf(uint sample)
    {
        if (_fixedSize != 0) return _fixedSize;
        ReadOnlySpan<byte> entries = tables.Sizes.In(movie.Span)[SizeFields..];
        return _sizeBits switch
        {
            32 => BinaryPrimitives.ReadUInt32BigEndian(entries[(int)(sample * 4)..]),
            16 => BinaryPrimitives.ReadUInt16BigEndian(entries[(int)(sample * 2)..]),
            8 => entries[(int)sample],
            _ => (uint)(entries[(int)(sample / 2)] >> (sample % 2 == 0 ? 4 : 0)) & 0xF,
        };
    }

    private void ReadSync()
    {
        _nextSync = _syncAt < _sync ? BinaryPrimitives.ReadUInt32BigEndian(tables.Sync.In(movie.Span)[(CountFields + (int)_syncAt * 4)..]) : 0;
        _syncAt++;
    }

    private bool TryBeginChunk()
    {
        ReadOnlySpan<byte> chunks = tables.Chunks.In(movie.Span);
        while (_leftInChunk == 0)
        {
            if (_chunk == _chunks) return false;
            while (_chunk + 1 >= _runEnd)
            {
                if (!TryReadRun()) return false;
            }

            int at = CountFields + (int)_chunk * (tables.AreChunksLong ? 8 : 4);
            ulong offset = tables.AreChunksLong ? BinaryPrimitives.ReadUInt64BigEndian(chunks[at..]) : BinaryPrimitives.ReadUInt32BigEndian(chunks[at..]);
            if (offset > MaxOffset) return false;
            _offset = (long)offset;
            _leftInChunk = _perChunk;
            _chunk++;
        }

        return true;
    }

    // ISO/IEC 14496-12, 8.7.4: first chunk (from 1), samples in each chunk, sample entry (from 1); holds up to the next entry's first chunk.
    private bool TryReadRun()
    {
        if (_run == _runs) return false;
        ReadOnlySpan<byte> runs = tables.Runs.In(movie.Span)[(CountFields + (int)_run * RunSize)..];
        _perChunk = BinaryPrimitives.ReadUInt32BigEndian(runs[4..]);
        _description = BinaryPrimitives.ReadUInt32BigEndian(runs[8..]) - 1;
        _run++;
        _runEnd = _run < _runs ? BinaryPrimitives.ReadUInt32BigEndian(runs[RunSize..]) : uint.MaxValue;
        return true;
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }

    /// <summary>Entries of a count and a value (<c>stts</c>, <c>ctts</c>): the value of one sample after the other.</summary>
    private struct RunLengths(uint entries)
    {
        public const int EntrySize = 8;

        private uint _entry;
        private uint _left;
        private uint _value;

        /// <summary>Takes more of the same value, so many at most; how many there were.</summary>
        public uint TakeMore(uint most)
        {
            uint count = Math.Min(most, _left);
            _left -= count;
            return count;
        }

        public bool TryTake(ReadOnlySpan<byte> movie, TableRange range, out uint value)
        {
            value = 0;
            while (_left == 0)
            {
                if (_entry == entries) return false;
                ReadOnlySpan<byte> body = range.In(movie)[(CountFields + (int)_entry * EntrySize)..];
                _left = BinaryPrimitives.ReadUInt32BigEndian(body);
                _value = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
                _entry++;
            }

            _left--;
            value = _value;
            return true;
        }
    }
}
