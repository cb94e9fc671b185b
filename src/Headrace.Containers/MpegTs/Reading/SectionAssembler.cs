using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Puts the sections of one PID together (ISO/IEC 13818-1, 2.4.4). Holds at most one, of at most <see cref="MaxLength"/> bytes.</summary>
internal sealed class SectionAssembler
{
    /// <summary>Greatest length of a section of program-specific information.</summary>
    public const int MaxLength = 1024;

    private const int PrefixLength = 3;
    private const int LeastLength = 12;
    private readonly byte[] _bytes = new byte[MaxLength];
    private int _length;
    private bool _isOpen;

    /// <summary>The whole section, its checksum tested; empty after a fault.</summary>
    public ReadOnlySpan<byte> Section => _bytes.AsSpan(0, _length);

    /// <summary>Forgets what it holds.</summary>
    public void Reset() => (_isOpen, _length) = (false, 0);

    /// <summary>Takes the payload of a packet; <paramref name="take"/> is called for each whole section.</summary>
    /// <returns>What was wrong, or null.</returns>
    public TsFault? Add(ReadOnlySpan<byte> payload, bool isUnitStart, Action<SectionAssembler> take)
    {
        if (!isUnitStart) return _isOpen ? Append(ref payload, take) : null;
        if (payload.IsEmpty || payload[0] >= payload.Length) return Fail(TsFault.BadSection);
        ReadOnlySpan<byte> before = payload.Slice(1, payload[0]);
        payload = payload[(1 + before.Length)..];
        TsFault? fault = null;
        if (_isOpen && !before.IsEmpty) fault = Append(ref before, take);
        Reset();
        // 2.4.4: 0xFF behind the last section is stuffing.
        while (!payload.IsEmpty && payload[0] != byte.MaxValue)
        {
            _isOpen = true;
            fault ??= Append(ref payload, take);
            if (_isOpen) break;
        }

        return fault;
    }

    private TsFault? Append(ref ReadOnlySpan<byte> payload, Action<SectionAssembler> take)
    {
        if (!Fill(PrefixLength, ref payload)) return null;
        int length = PrefixLength + (BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(1)) & 0xFFF);
        if (length is < LeastLength or > MaxLength)
        {
            payload = default;
            return Fail(TsFault.BadSection);
        }

        if (!Fill(length, ref payload)) return null;
        _isOpen = false;
        TsFault? fault = null;
        if (SectionCrc.Of(Section) == 0) take(this);
        else fault = TsFault.BadChecksum;
        _length = 0;
        return fault;
    }

    private bool Fill(int length, ref ReadOnlySpan<byte> payload)
    {
        int count = Math.Min(Math.Max(length - _length, 0), payload.Length);
        payload[..count].CopyTo(_bytes.AsSpan(_length));
        _length += count;
        payload = payload[count..];
        return _length >= length;
    }

    private TsFault Fail(TsFault fault)
    {
        Reset();
        return fault;
    }
}
