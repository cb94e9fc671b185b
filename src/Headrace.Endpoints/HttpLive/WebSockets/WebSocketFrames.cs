using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Headrace.Media.Buffers;

namespace Headrace.Endpoints.HttpLive.WebSockets;

/// <summary>
/// Frames of a server (RFC 6455, 5.2), which are not masked, each a whole message.
/// <code>
/// | FIN 1, 000, opcode 4 | 0, length 7: up to 125 | 126: length 16 | 127: length 64 | payload |
/// </code>
/// </summary>
internal static class WebSocketFrames
{
    /// <summary>Greatest payload of a control frame, in bytes (5.5).</summary>
    public const int MaxControlPayload = 125;

    /// <summary>The server ends, and may be asked again (7.4.1).</summary>
    public const ushort GoingAway = 1001;

    private const int MaxHeader = 10;
    private const byte Final = 0x80;
    private const byte Length16 = 126;
    private const byte Length64 = 127;
    private const string KeyGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The answer to a client's key (4.2.2).</summary>
    public static string Accept(string key) => Convert.ToBase64String(Digest(Encoding.ASCII.GetBytes(key + KeyGuid)));

    /// <summary>A message of bytes, in a buffer of its own.</summary>
    public static MediaBuffer Wrap(MediaBuffer payload, MemoryAccount account)
    {
        Span<byte> header = stackalloc byte[MaxHeader];
        int length = WriteHeader(header, WebSocketOpcode.Binary, payload.Length) + payload.Length;
        return MediaBufferPool.Shared.Create(length, payload, static (destination, payload) => payload.Span.CopyTo(destination[WriteHeader(destination, WebSocketOpcode.Binary, payload.Length)..]), account);
    }

    /// <summary>A whole frame as an array: for what is sent rarely.</summary>
    public static byte[] Write(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[MaxHeader];
        return [.. header[..WriteHeader(header, opcode, payload.Length)], .. payload];
    }

    /// <summary>A frame that says that the server ends, and why.</summary>
    public static byte[] Close(ushort code)
    {
        Span<byte> payload = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        return Write(WebSocketOpcode.Close, payload);
    }

    private static int WriteHeader(Span<byte> header, WebSocketOpcode opcode, int length)
    {
        header[0] = (byte)(Final | (byte)opcode);
        if (length < Length16)
        {
            header[1] = (byte)length;
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            header[1] = Length16;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
            return 4;
        }

        header[1] = Length64;
        BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)length);
        return MaxHeader;
    }

    // It proves that a server speaks the protocol, and protects nothing.
    private static byte[] Digest(ReadOnlySpan<byte> bytes) => SHA1.HashData(bytes);
}
