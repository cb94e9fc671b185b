using System.Numerics;

namespace Headrace.Media.Bits;

/// <summary>
/// Reads bits, most significant first, from bytes that it does not own. It never throws: what cannot be read is 0 and sets
/// <see cref="HasFailed"/>, which stays set, so a parser checks once at its end.
/// </summary>
public ref struct BitReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly bool _isNal;
    private ulong _cache;
    private int _cached;
    private int _next;
    private int _zeros;

    private BitReader(ReadOnlySpan<byte> data, bool isNal)
    {
        _data = data;
        _isNal = isNal;
    }

    /// <summary>Reads the bytes as they are.</summary>
    public BitReader(ReadOnlySpan<byte> data)
        : this(data, false)
    {
    }

    /// <summary>
    /// Reads the payload of a NAL unit, leaving emulation prevention bytes out on the way (H.264, 7.4.1; H.265, 7.4.2.1): no copy is made.
    /// </summary>
    public static BitReader OfNal(ReadOnlySpan<byte> payload) => new(payload, true);

    /// <summary>True when more was read than there is, or a code had no meaning.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Bits consumed so far, emulation prevention bytes included when they lie before bits in the cache.</summary>
    public readonly int Position => _next * 8 - _cached;

    /// <summary>Bits that are left, of plain bytes.</summary>
    public readonly int BitsLeft => _data.Length * 8 - Position;

    /// <summary>True while there is more than the trailing bits (H.264 and H.265, 7.2: more_rbsp_data).</summary>
    public bool HasMoreRbspData
    {
        get
        {
            Refill();
            return _data[_next..].ContainsAnyExcept((byte)0) || _cache is not (0 or 1UL << 63);
        }
    }

    /// <summary>Reads up to 32 bits.</summary>
    public uint Read(int count)
    {
        if (count == 0) return 0;
        if (_cached < count)
        {
            Refill();
            if (_cached < count) return Fail();
        }

        uint value = (uint)(_cache >> (64 - count));
        _cache <<= count;
        _cached -= count;
        return value;
    }

    /// <summary>Reads one bit.</summary>
    public bool ReadFlag() => Read(1) != 0;

    /// <summary>Reads an unsigned exponential Golomb code (ue(v): H.264, 9.1); codes above 2^32 - 2 fail.</summary>
    public uint ReadUe()
    {
        Refill();
        int zeros = BitOperations.LeadingZeroCount(_cache);
        if (zeros >= 32 || zeros >= _cached) return Fail();
        Read(zeros + 1);
        uint suffix = Read(zeros);
        return HasFailed ? 0 : (1u << zeros) - 1 + suffix;
    }

    /// <summary>Reads a signed exponential Golomb code (se(v): H.264, 9.1.1).</summary>
    public int ReadSe()
    {
        uint code = ReadUe();
        return (code & 1) != 0 ? (int)((code >> 1) + 1) : -(int)(code >> 1);
    }

    /// <summary>Passes over bits.</summary>
    public void Skip(int count)
    {
        for (; count > 32 && !HasFailed; count -= 32) Read(32);
        if (!HasFailed) Read(Math.Clamp(count, 0, 32));
    }

    /// <summary>Goes on at the next byte border of plain bytes.</summary>
    public void AlignToByte() => Skip(_cached & 7);

    private void Refill()
    {
        while (_cached <= 56 && _next < _data.Length)
        {
            byte value = _data[_next++];
            if (_isNal && value == 3 && _zeros >= 2)
            {
                _zeros = 0;
                continue;
            }

            _zeros = value == 0 ? _zeros + 1 : 0;
            _cache |= (ulong)value << (56 - _cached);
            _cached += 8;
        }
    }

    private uint Fail()
    {
        HasFailed = true;
        _cache = 0;
        _cached = 0;
        _next = _data.Length;
        return 0;
    }
}
