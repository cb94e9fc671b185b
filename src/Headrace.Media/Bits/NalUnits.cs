using System.Buffers.Binary;

namespace Headrace.Media.Bits;

/// <summary>
/// The NAL units of a canonical payload, or of an MP4 or FLV sample: each follows its length, in big endian. Empty units are passed over.
/// For use in <c>foreach</c>; allocates nothing, copies nothing.
/// </summary>
/// <param name="payload">The bytes.</param>
/// <param name="lengthSize">Bytes of a length, 1 to 4; 4 in canonical payloads.</param>
public readonly ref struct NalUnits(ReadOnlySpan<byte> payload, int lengthSize = NalUnits.CanonicalLengthSize)
{
    /// <summary>Bytes of a length in canonical payloads.</summary>
    public const int CanonicalLengthSize = 4;

    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly int _lengthSize = lengthSize;

    /// <summary>Begins before the first unit.</summary>
    public Enumerator GetEnumerator() => new(_payload, _lengthSize);

    /// <summary>Walks the units.</summary>
    public ref struct Enumerator
    {
        private readonly int _lengthSize;
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> payload, int lengthSize)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(lengthSize - 1), 3u, nameof(lengthSize));
            _rest = payload;
            _lengthSize = lengthSize;
        }

        /// <summary>The unit, with its header.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>True when the walk ended at a length that goes past the end, or at half a length.</summary>
        public bool IsBroken { get; private set; }

        /// <summary>Goes to the next unit; false after the last one or where the payload is broken.</summary>
        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                if (_rest.Length < _lengthSize) return Break();
                uint length = ReadLength();
                _rest = _rest[_lengthSize..];
                if (length > (uint)_rest.Length) return Break();
                Current = _rest[..(int)length];
                _rest = _rest[(int)length..];
                if (length != 0) return true;
            }

            return false;
        }

        private readonly uint ReadLength() => _lengthSize switch
        {
            4 => BinaryPrimitives.ReadUInt32BigEndian(_rest),
            3 => (uint)(BinaryPrimitives.ReadUInt16BigEndian(_rest) << 8 | _rest[2]),
            2 => BinaryPrimitives.ReadUInt16BigEndian(_rest),
            _ => _rest[0],
        };

        private bool Break()
        {
            IsBroken = true;
            _rest = [];
            return false;
        }
    }
}
