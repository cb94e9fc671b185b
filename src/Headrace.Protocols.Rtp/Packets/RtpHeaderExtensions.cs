namespace Headrace.Protocols.Rtp.Packets;

/// <summary>A packet's header extension: elements in one-byte or two-byte form (RFC 8285), or bytes of some other profile.</summary>
/// <remarks>
/// One-byte form (profile 0xBEDE): four bits of id, four of length − 1; id 0 is padding, id 15 ends the list.
/// Two-byte form (profile 0x100x): a byte of id, a byte of length; id 0 is padding.
/// </remarks>
public readonly ref struct RtpHeaderExtensions
{
    private const ushort OneByteProfile = 0xBEDE;
    private const ushort TwoByteProfile = 0x1000;
    private const byte Padding = 0;
    private const byte Stop = 15;

    internal RtpHeaderExtensions(ushort profile, ReadOnlySpan<byte> bytes)
    {
        Profile = profile;
        Bytes = bytes;
    }

    /// <summary>The 16 bits "defined by profile"; 0 when the packet has no extension.</summary>
    public ushort Profile { get; }

    /// <summary>The extension without its four bytes of header.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Finds an element; false when there is none or the profile has no elements.</summary>
    public bool TryGet(byte id, out ReadOnlySpan<byte> data)
    {
        foreach (RtpHeaderExtension element in this)
        {
            if (element.Id != id) continue;
            data = element.Data;
            return true;
        }

        data = default;
        return false;
    }

    /// <summary>Walks the elements; a truncated one ends the walk.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks elements.</summary>
    public ref struct Enumerator
    {
        private readonly int _headerLength;
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(RtpHeaderExtensions extensions)
        {
            _headerLength = extensions.Profile == OneByteProfile ? 1 : (extensions.Profile & 0xFFF0) == TwoByteProfile ? 2 : 0;
            _rest = _headerLength == 0 ? default : extensions.Bytes;
        }

        /// <summary>The element found last.</summary>
        public RtpHeaderExtension Current { get; private set; }

        /// <summary>Finds the next element.</summary>
        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                if (_rest[0] == Padding)
                {
                    _rest = _rest[1..];
                    continue;
                }

                if (_rest.Length < _headerLength) break;
                byte id = _headerLength == 1 ? (byte)(_rest[0] >> 4) : _rest[0];
                int length = _headerLength == 1 ? (_rest[0] & 0x0F) + 1 : _rest[1];
                if (_headerLength == 1 && id == Stop) break;
                if (_headerLength + length > _rest.Length) break;
                Current = new RtpHeaderExtension(id, _rest.Slice(_headerLength, length));
                _rest = _rest[(_headerLength + length)..];
                return true;
            }

            _rest = default;
            return false;
        }
    }
}

/// <summary>One element of a header extension.</summary>
public readonly ref struct RtpHeaderExtension(byte id, ReadOnlySpan<byte> data)
{
    /// <summary>The local identifier that the session description maps to a URI.</summary>
    public byte Id { get; } = id;

    /// <summary>The element's bytes.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;
}
