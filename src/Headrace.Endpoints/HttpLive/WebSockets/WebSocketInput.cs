using System.Buffers;
using System.Buffers.Binary;

namespace Headrace.Endpoints.HttpLive.WebSockets;

/// <summary>
/// Reads the frames of a client (RFC 6455, 5.2), who has nothing to say but control frames: of messages the bytes are passed over. No I/O.
/// <code>
/// | FIN 1, reserved 3, opcode 4 | 1, length 7 | length 16 or 64 | mask 32 | payload |
/// </code>
/// </summary>
internal sealed class WebSocketInput
{
    private const int MaxHeader = 14;
    private const byte Masked = 0x80;
    private const byte Reserved = 0x70;

    private long _passOver;

    /// <summary>True when the client broke the protocol: nothing more is read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Goes on to the next control frame. False when there is none among what is here; then all of it was read but the beginning of a frame.</summary>
    /// <param name="bytes">What came; narrowed to what is left.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">Its payload, without the mask.</param>
    public bool TryRead(ref ReadOnlySequence<byte> bytes, out WebSocketOpcode opcode, out byte[] payload)
    {
        opcode = default;
        payload = [];
        while (!IsBroken)
        {
            long passed = Math.Min(_passOver, bytes.Length);
            bytes = bytes.Slice(passed);
            _passOver -= passed;
            if (_passOver > 0 || !TryReadHeader(bytes, out int header, out long length, out uint mask)) return false;
            opcode = (WebSocketOpcode)(bytes.FirstSpan[0] & 15);
            if (opcode < WebSocketOpcode.Close)
            {
                bytes = bytes.Slice(header);
                _passOver = length;
                continue;
            }

            if (length > WebSocketFrames.MaxControlPayload) return Break();
            if (bytes.Length < header + length) return false;
            payload = bytes.Slice(header, length).ToArray();
            Unmask(payload, mask);
            bytes = bytes.Slice(header + length);
            return true;
        }

        return false;
    }

    private bool TryReadHeader(in ReadOnlySequence<byte> bytes, out int header, out long length, out uint mask)
    {
        (header, length, mask) = (0, 0, 0);
        if (bytes.Length < 2) return false;
        Span<byte> first = stackalloc byte[MaxHeader];
        int count = (int)Math.Min(MaxHeader, bytes.Length);
        bytes.Slice(0, count).CopyTo(first);
        first = first[..count];
        bool isKnown = (WebSocketOpcode)(first[0] & 15) is <= WebSocketOpcode.Binary or (>= WebSocketOpcode.Close and <= WebSocketOpcode.Pong);
        if ((first[0] & Reserved) != 0 || (first[1] & Masked) == 0 || !isKnown) return Break();
        int code = first[1] & 0x7F;
        int extra = code switch { 126 => 2, 127 => 8, _ => 0 };
        header = 2 + extra + sizeof(uint);
        if (count < header) return false;
        ulong stated = extra switch { 2 => BinaryPrimitives.ReadUInt16BigEndian(first[2..]), 8 => BinaryPrimitives.ReadUInt64BigEndian(first[2..]), _ => (ulong)code };
        if (stated > int.MaxValue) return Break();
        length = (long)stated;
        mask = BinaryPrimitives.ReadUInt32BigEndian(first[(2 + extra)..]);
        return true;
    }

    private static void Unmask(Span<byte> payload, uint mask)
    {
        for (int i = 0; i < payload.Length; i++) payload[i] ^= (byte)(mask >> (8 * (3 - i % 4)));
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }
}
