namespace Headrace.Media.Codecs.Av1;

/// <summary>
/// The units of a low-overhead bitstream (AV1, 5.2): canonical payloads, samples of MP4, files named <c>.obu</c>. For use in <c>foreach</c>;
/// allocates nothing, copies nothing.
/// </summary>
/// <param name="bytes">The bytes. A unit without size extends to their end.</param>
internal readonly ref struct Av1Obus(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Begins before the first unit.</summary>
    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>Walks the units.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private Av1Obu _current;

        internal Enumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

        /// <summary>The unit.</summary>
        public readonly Av1Obu Current => _current;

        /// <summary>True when the walk ended at bytes that are no unit.</summary>
        public bool IsBroken { get; private set; }

        /// <summary>Goes to the next unit; false after the last one or where the bytes are broken.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            if (Av1Obu.TryRead(_rest, out _current, out int length))
            {
                _rest = _rest[length..];
                return true;
            }

            IsBroken = true;
            _rest = [];
            return false;
        }
    }
}
