using System.Buffers;
using System.Security.Cryptography;

namespace Headrace.Protocols.Rtmp.Handshake;

/// <summary>
/// The client's side of the handshake (RTMP 1.0, 5.2). It signs, for servers that want that; those that do not see random bytes, and are answered plainly.
/// </summary>
internal sealed class ClientHandshake
{
    private const byte Version = 3;

    private bool _hasAnswered;

    /// <summary>True when all of it has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why it cannot go on.</summary>
    public RtmpFault Fault { get; private set; }

    /// <summary>Writes what the client begins with.</summary>
    public static void Start(IBufferWriter<byte> output)
    {
        const int Size = 1 + HandshakeDigest.PacketBytes;
        Span<byte> request = output.GetSpan(Size)[..Size];
        request[0] = Version;
        Span<byte> first = request[1..];
        RandomNumberGenerator.Fill(first);
        first[..4].Clear();
        ReadOnlySpan<byte> clientVersion = [9, 0, 124, 2];
        clientVersion.CopyTo(first[4..]);
        HandshakeDigest.Sign(first, HandshakeDigest.ClientName, isBehind: false);
        output.Advance(Size);
    }

    /// <summary>Takes bytes; returns how many. The others are presented again with more behind them.</summary>
    public int Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        int taken = 0;
        if (!_hasAnswered)
        {
            if (bytes.Length > 0 && bytes[0] != Version) Fault = RtmpFault.NotRtmp;
            if (Fault != RtmpFault.None || bytes.Length < 1 + HandshakeDigest.PacketBytes) return 0;
            Answer(bytes.Slice(1, HandshakeDigest.PacketBytes), output);
            taken = 1 + HandshakeDigest.PacketBytes;
        }

        if (bytes.Length - taken < HandshakeDigest.PacketBytes) return taken;
        IsDone = true;
        return taken + HandshakeDigest.PacketBytes;
    }

    private void Answer(ReadOnlySpan<byte> first, IBufferWriter<byte> output)
    {
        _hasAnswered = true;
        Span<byte> second = output.GetSpan(HandshakeDigest.PacketBytes)[..HandshakeDigest.PacketBytes];
        if (HandshakeDigest.TryFind(first, HandshakeDigest.ServerName, out ReadOnlySpan<byte> digest, out _))
        {
            RandomNumberGenerator.Fill(second);
            HandshakeDigest.SignAnswer(second, HandshakeDigest.ClientName, digest);
        }
        else
        {
            first.CopyTo(second);
        }

        output.Advance(HandshakeDigest.PacketBytes);
    }
}
