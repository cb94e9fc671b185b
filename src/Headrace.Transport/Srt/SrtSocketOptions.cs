namespace Headrace.Transport.Srt;

/// <summary>How a socket of SRT is set up. Live mode: messages of at most 1,456 bytes, too late ones are dropped, losses are reported until they are mended.</summary>
public sealed record SrtSocketOptions
{
    /// <summary>Packets that libsrt holds of a connection at most, each way: what waits to be sent or acknowledged, and what waits to be read or mended.</summary>
    public const int MaxPackets = 8_192;

    /// <summary>The same in bytes, of packets that fill an Ethernet frame.</summary>
    public const int MaxBytes = MaxPackets * PacketBytes;

    // A frame without the headers of IPv4 and UDP.
    private const int PacketBytes = 1_500 - 28;

    /// <summary>Least time between sending and playing a packet, in both directions; the greater one of the two sides holds.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>What encrypts; 10 to 79 bytes, or empty for none. Both sides have the same, or there is no connection.</summary>
    public string Passphrase { get; init; } = "";

    /// <summary>Bytes of the key: 16, 24 or 32; 0: 16 for who calls, what the caller takes for who listens.</summary>
    public int KeyLength { get; init; }

    /// <summary>Greatest rate of sending, retransmissions included, in bits a second; 0: no limit.</summary>
    public long MaxBandwidth { get; init; }

    /// <summary>Of a caller: what it says that it wants, at most 512 bytes.</summary>
    public string StreamId { get; init; } = "";

    /// <summary>Of a caller: how long the other side may take to answer.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Of a caller: both sides call each other, from and to the same port.</summary>
    public bool IsRendezvous { get; init; }
}
