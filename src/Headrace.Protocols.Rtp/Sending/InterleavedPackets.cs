using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.Sending;

/// <summary>Walks the packets in a buffer of <see cref="RtpPacketWriter"/>, for viewers that do not take it as it is. Ends at what is no whole packet.</summary>
public readonly ref struct InterleavedPackets(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Begins before the first packet.</summary>
    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>Walks the packets.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private int _next;

        internal Enumerator(ReadOnlySpan<byte> bytes) => _bytes = bytes;

        /// <summary>The packet found last.</summary>
        public InterleavedPacket Current { get; private set; }

        /// <summary>Finds the next packet.</summary>
        public bool MoveNext()
        {
            ReadOnlySpan<byte> rest = _bytes[_next..];
            if (rest.Length < InterleavedHeader.Length || rest[0] != InterleavedHeader.Magic) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length - InterleavedHeader.Length) return false;
            int offset = _next + InterleavedHeader.Length;
            Current = new InterleavedPacket(rest[1], offset, length);
            _next = offset + length;
            return true;
        }
    }
}

/// <summary>Where a packet lies in a buffer.</summary>
/// <param name="Channel">Channel of its interleaved header.</param>
/// <param name="Offset">Where the packet begins, behind that header.</param>
/// <param name="Length">Bytes of the packet.</param>
public readonly record struct InterleavedPacket(byte Channel, int Offset, int Length);
