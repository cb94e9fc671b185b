using System.Buffers.Binary;
using System.Security.Cryptography;
using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>
/// A server's nonces, which need no table: each holds the instant at which it was made, and a code over that by a key that only the server has.
/// <code>
/// +---------------------+--------------------------------------+
/// | nanoseconds, 8 bytes | HMAC-SHA-256 of them, first 16 bytes |   in hexadecimal digits
/// +---------------------+--------------------------------------+
/// </code>
/// </summary>
public static class ServerNonce
{
    /// <summary>Bytes of a key: random, made at the start of the process.</summary>
    public const int KeyLength = 32;

    private const int TimeLength = 8;
    private const int CodeLength = 16;

    /// <summary>Makes a nonce.</summary>
    public static string Create(ReadOnlySpan<byte> key, MonotonicTime now)
    {
        Span<byte> bytes = stackalloc byte[TimeLength + CodeLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.Nanoseconds);
        WriteCode(key, bytes[..TimeLength], bytes[TimeLength..]);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Says whether a nonce that came back is one of ours, and young enough.</summary>
    public static ServerNonceState Check(ReadOnlySpan<byte> key, string nonce, MonotonicTime now, TimeSpan lifetime)
    {
        Span<byte> bytes = stackalloc byte[TimeLength + CodeLength];
        if (nonce.Length != bytes.Length * 2 || Convert.FromHexString(nonce, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return ServerNonceState.Foreign;
        Span<byte> code = stackalloc byte[CodeLength];
        WriteCode(key, bytes[..TimeLength], code);
        if (!CryptographicOperations.FixedTimeEquals(code, bytes[TimeLength..])) return ServerNonceState.Foreign;
        MonotonicTime made = new(BinaryPrimitives.ReadInt64BigEndian(bytes));
        return now - made <= lifetime ? ServerNonceState.Fresh : ServerNonceState.Stale;
    }

    private static void WriteCode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> time, Span<byte> target)
    {
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, time, code);
        code[..CodeLength].CopyTo(target);
    }
}
