namespace Headrace.Media.Bits;

/// <summary>
/// The NAL units of a byte stream (H.264 and H.265, annex B): start codes of three or four bytes and trailing zeros left out, empty units
/// and what precedes the first start code passed over. For use in <c>foreach</c>; allocates nothing, copies nothing.
/// </summary>
public readonly ref struct AnnexB(ReadOnlySpan<byte> bytes)
{
    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>True when the bytes begin with a start code of three or four bytes: no NAL unit does.</summary>
    public static bool StartsWithStartCode(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(StartCode) || (bytes.Length > 3 && bytes[0] == 0 && bytes[1..].StartsWith(StartCode));

    /// <summary>Offset of the next start code's three bytes, or -1.</summary>
    public static int IndexOfStartCode(ReadOnlySpan<byte> bytes) => bytes.IndexOf(StartCode);

    /// <summary>
    /// A NAL unit without what cannot belong to it: trailing zeros, and a start code with what follows (some cameras leave both at the end
    /// of the parameter sets of their SDP).
    /// </summary>
    public static ReadOnlySpan<byte> TrimNal(ReadOnlySpan<byte> nal)
    {
        int startCode = nal.IndexOf(StartCode);
        return (startCode < 0 ? nal : nal[..startCode]).TrimEnd((byte)0);
    }

    /// <summary>Begins before the first unit.</summary>
    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>Walks the units.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> bytes)
        {
            int first = bytes.IndexOf(StartCode);
            _rest = first < 0 ? [] : bytes[(first + 3)..];
        }

        /// <summary>The unit, with its header.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes to the next unit; false after the last one.</summary>
        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                int end = _rest.IndexOf(StartCode);
                Current = (end < 0 ? _rest : _rest[..end]).TrimEnd((byte)0);
                _rest = end < 0 ? [] : _rest[(end + 3)..];
                if (!Current.IsEmpty) return true;
            }

            return false;
        }
    }
}
