using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Buffers;

namespace Headrace.Media.Codecs;

/// <summary>
/// Writes NAL units with 4-byte lengths into a pooled buffer, within the bounds of a unit. Past a bound it drops what comes and says so.
/// Single-threaded.
/// </summary>
internal sealed class NalUnitWriter(UnitAssemblerOptions options) : IDisposable
{
    /// <summary>Greatest number of NAL units in a unit: a slice for each packet of a large key frame stays below.</summary>
    public const int MaxNalUnits = 16_384;

    private const int InitialCapacity = 256;

    private readonly int _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private MediaBufferWriter _current = new(options.Pool, options.Account, InitialCapacity);
    private MediaBufferWriter _next = new(options.Pool, options.Account, InitialCapacity);
    private int _count;

    /// <summary>Bytes written.</summary>
    public int Length => _current.Length;

    /// <summary>The bytes written.</summary>
    public ReadOnlySpan<byte> Written => _current.Written;

    /// <summary>True when a NAL unit was dropped because of a bound.</summary>
    public bool IsOver { get; private set; }

    /// <summary>True when that was the number of NAL units, and not their bytes.</summary>
    public bool HasTooMany => IsOver && _count >= MaxNalUnits;

    /// <summary>Appends a NAL unit.</summary>
    public void Write(ReadOnlySpan<byte> nal)
    {
        if (IsOver || _count >= MaxNalUnits || nal.Length > _maxBytes - _current.Length - NalUnits.CanonicalLengthSize)
        {
            IsOver = true;
            return;
        }

        _count++;
        Append(_current, nal);
    }

    /// <summary>Hands over the bytes before <paramref name="end"/>; the rest begins the next unit.</summary>
    public MediaBuffer Detach(int end)
    {
        (_count, IsOver) = (0, false);
        foreach (ReadOnlySpan<byte> nal in new NalUnits(_current.Written[end..]))
        {
            Append(_next, nal);
            _count++;
        }

        _current.Truncate(end);
        MediaBuffer payload = _current.Detach();
        (_current, _next) = (_next, _current);
        return payload;
    }

    /// <summary>Drops everything and gives the buffer back.</summary>
    public void Dispose()
    {
        _current.Dispose();
        (_count, IsOver) = (0, false);
    }

    private static void Append(MediaBufferWriter writer, ReadOnlySpan<byte> nal)
    {
        Span<byte> space = writer.Reserve(NalUnits.CanonicalLengthSize + nal.Length);
        BinaryPrimitives.WriteInt32BigEndian(space, nal.Length);
        nal.CopyTo(space[NalUnits.CanonicalLengthSize..]);
    }
}
