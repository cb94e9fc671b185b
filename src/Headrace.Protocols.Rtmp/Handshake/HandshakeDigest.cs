using System.Security.Cryptography;

namespace Headrace.Protocols.Rtmp.Handshake;

/// <summary>
/// The digests that Flash put into its handshakes, which some peers insist on: an HMAC-SHA256 in a place that four of the packet's bytes choose, in one of its two halves. Not
/// in the specification; the keys are no secrets.
/// </summary>
/// <remarks>
/// <code>
///  0      4         8                     772                    1536
/// +------+---------+----------------------+----------------------+
/// | time | version | offset, digest       | offset, key          |   digest in front
/// | time | version | key, offset          | offset, digest       |   digest behind
/// +------+---------+----------------------+----------------------+
/// </code>
/// </remarks>
internal static class HandshakeDigest
{
    public const int PacketBytes = 1536;

    public const int Bytes = 32;

    private const int HalfBytes = 764;
    private const int FrontHalf = 8;
    private const int BackHalf = FrontHalf + HalfBytes;
    private const int Places = 728;

    private static ReadOnlySpan<byte> Tail =>
    [
        0xF0, 0xEE, 0xC2, 0x4A, 0x80, 0x68, 0xBE, 0xE8, 0x2E, 0x00, 0xD0, 0xD1, 0x02, 0x9E, 0x7E, 0x57,
        0x6E, 0xEC, 0x5D, 0x2D, 0x29, 0x80, 0x6F, 0xAB, 0x93, 0xB8, 0xE6, 0x36, 0xCF, 0xEB, 0x31, 0xAE,
    ];

    /// <summary>What a server signs its first packet with.</summary>
    public static ReadOnlySpan<byte> ServerName => "Genuine Adobe Flash Media Server 001"u8;

    /// <summary>What a client signs its first packet with.</summary>
    public static ReadOnlySpan<byte> ClientName => "Genuine Adobe Flash Player 001"u8;

    /// <summary>Finds the digest of a first packet, in either half.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="name">Whose it is.</param>
    /// <param name="digest">The digest, where it lies.</param>
    /// <param name="isBehind">In which half.</param>
    public static bool TryFind(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> digest, out bool isBehind)
    {
        isBehind = false;
        if (IsSigned(packet, name, FrontHalf, out digest)) return true;
        isBehind = true;
        return IsSigned(packet, name, BackHalf, out digest);
    }

    /// <summary>Signs a first packet.</summary>
    public static void Sign(Span<byte> packet, ReadOnlySpan<byte> name, bool isBehind)
    {
        int place = PlaceOf(packet, isBehind ? BackHalf : FrontHalf);
        Compute(packet, place, name, packet.Slice(place, Bytes));
    }

    /// <summary>Signs a second packet, at its end: with what the first one of the other side was signed by.</summary>
    /// <param name="packet">The packet; all but its end is filled.</param>
    /// <param name="name">Who signs.</param>
    /// <param name="digest">The other side's digest.</param>
    public static void SignAnswer(Span<byte> packet, ReadOnlySpan<byte> name, ReadOnlySpan<byte> digest)
    {
        Span<byte> whole = stackalloc byte[ServerName.Length + Tail.Length];
        name.CopyTo(whole);
        Tail.CopyTo(whole[name.Length..]);
        Span<byte> key = stackalloc byte[Bytes];
        HMACSHA256.HashData(whole[..(name.Length + Tail.Length)], digest, key);
        HMACSHA256.HashData(key, packet[..^Bytes], packet[^Bytes..]);
    }

    private static bool IsSigned(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> name, int half, out ReadOnlySpan<byte> digest)
    {
        int place = PlaceOf(packet, half);
        digest = packet.Slice(place, Bytes);
        Span<byte> expected = stackalloc byte[Bytes];
        Compute(packet, place, name, expected);
        return digest.SequenceEqual(expected);
    }

    private static int PlaceOf(ReadOnlySpan<byte> packet, int half) => ((packet[half] + packet[half + 1] + packet[half + 2] + packet[half + 3]) % Places) + half + 4;

    private static void Compute(ReadOnlySpan<byte> packet, int place, ReadOnlySpan<byte> name, Span<byte> digest)
    {
        Span<byte> rest = stackalloc byte[PacketBytes - Bytes];
        packet[..place].CopyTo(rest);
        packet[(place + Bytes)..].CopyTo(rest[place..]);
        HMACSHA256.HashData(name, rest, digest);
    }
}
