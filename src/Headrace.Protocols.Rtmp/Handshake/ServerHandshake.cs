using System.Buffers;
using System.Security.Cryptography;

namespace Headrace.Protocols.Rtmp.Handshake;

/// <summary>The server's side of the handshake (RTMP 1.0, 5.2): plain, or with digests where the client signs.</summary>
/// <remarks>
/// <code>
///  client  C0 C1            C2
///  server         S0 S1 S2
/// </code>
/// </remarks>
internal sealed class ServerHandshake
{
    private const byte Version = 3;
    private const byte TlsHandshake = 0x16;
    private const int VersionAt = 4;

    private bool _hasAnswered;

    /// <summary>True when all of it has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why it cannot go on.</summary>
    public RtmpFault Fault { get; private set; }

    /// <summary>Takes bytes; returns how many. The others are presented again with more behind them.</summary>
    public int Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        int taken = 0;
        if (!_hasAnswered)
        {
            if (bytes.Length > 0) Fault = FaultOf(bytes[0]);
            if (Fault != RtmpFault.None || bytes.Length < 1 + HandshakeDigest.PacketBytes) return 0;
            Answer(bytes.Slice(1, HandshakeDigest.PacketBytes), output);
            taken = 1 + HandshakeDigest.PacketBytes;
        }

        // What C2 holds is not looked at: it proves nothing, and some clients send what they like.
        if (bytes.Length - taken < HandshakeDigest.PacketBytes) return taken;
        IsDone = true;
        return taken + HandshakeDigest.PacketBytes;
    }

    private static RtmpFault FaultOf(byte first) => first switch
    {
        Version => RtmpFault.None,
        TlsHandshake => RtmpFault.TlsOnPlainPort,
        6 or 8 or 9 => RtmpFault.Encrypted,
        _ when char.IsAsciiLetterUpper((char)first) => RtmpFault.HttpOnRtmpPort,
        _ => RtmpFault.NotRtmp,
    };

    private void Answer(ReadOnlySpan<byte> request, IBufferWriter<byte> output)
    {
        _hasAnswered = true;
        const int Size = 1 + (2 * HandshakeDigest.PacketBytes);
        Span<byte> answer = output.GetSpan(Size)[..Size];
        answer[0] = Version;
        Span<byte> first = answer.Slice(1, HandshakeDigest.PacketBytes);
        Span<byte> second = answer[(1 + HandshakeDigest.PacketBytes)..];
        first[..8].Clear();
        RandomNumberGenerator.Fill(first[8..]);
        bool mayBeSigned = request.Slice(VersionAt, 4).ContainsAnyExcept((byte)0);
        if (mayBeSigned && HandshakeDigest.TryFind(request, HandshakeDigest.ClientName, out ReadOnlySpan<byte> digest, out bool isBehind))
        {
            ReadOnlySpan<byte> serverVersion = [4, 5, 0, 1];
            serverVersion.CopyTo(first[VersionAt..]);
            HandshakeDigest.Sign(first, HandshakeDigest.ServerName, isBehind);
            RandomNumberGenerator.Fill(second);
            HandshakeDigest.SignAnswer(second, HandshakeDigest.ServerName, digest);
        }
        else
        {
            request.CopyTo(second);
        }

        output.Advance(Size);
    }
}
