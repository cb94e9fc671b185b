using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs.Muxing;

/// <summary>
/// Spreads the bytes of one PES packet over transport packets as they come; each is copied once. How many there will be is said first, so
/// that the last packet is stuffed in front.
/// </summary>
internal ref struct PesWriter
{
    private readonly int _pid;
    private Span<byte> _packets;
    private Span<byte> _room;
    private AdaptationField _adaptation;
    private uint _flags;
    private int _left;

    /// <summary>Begins a PES packet.</summary>
    /// <param name="packets">Room for exactly the packets that <see cref="Packets"/> gave.</param>
    /// <param name="pid">The PID.</param>
    /// <param name="continuity">Continuity counter of the first packet.</param>
    /// <param name="adaptation">What the first packet says.</param>
    /// <param name="length">Bytes that will be written.</param>
    public PesWriter(Span<byte> packets, int pid, int continuity, AdaptationField adaptation, int length)
    {
        _packets = packets;
        _pid = pid;
        _adaptation = adaptation;
        _left = length;
        _flags = TsPacket.UnitStart;
        Continuity = continuity;
    }

    /// <summary>Continuity counter of the next packet.</summary>
    public int Continuity { get; private set; }

    /// <summary>Packets that a PES packet takes.</summary>
    public static int Packets(int length, AdaptationField adaptation) => (length + adaptation.Length + TsPacket.BodySize - 1) / TsPacket.BodySize;

    /// <summary>Appends bytes.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_room.IsEmpty) BeginPacket();
            int count = Math.Min(_room.Length, bytes.Length);
            bytes[..count].CopyTo(_room);
            _room = _room[count..];
            bytes = bytes[count..];
        }
    }

    private void BeginPacket()
    {
        Span<byte> packet = _packets[..TsPacket.Size];
        _packets = _packets[TsPacket.Size..];
        int payload = Math.Min(TsPacket.BodySize - _adaptation.Length, _left);
        _left -= payload;
        uint header = TsPacket.Header(_pid, Continuity++) | _flags | TsPacket.HasPayload;
        if (payload < TsPacket.BodySize)
        {
            header |= TsPacket.HasAdaptation;
            _adaptation.Write(packet[TsPacket.HeaderSize..^payload]);
        }

        BinaryPrimitives.WriteUInt32BigEndian(packet, header);
        _room = packet[^payload..];
        _flags = 0;
        _adaptation = default;
    }
}
