using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>What a reader knows of one PID: its counter, and what puts its payload together.</summary>
internal sealed class TsPid(int pid)
{
    private int _last = -1;
    private ulong _lastSample;
    private bool _wasRepeated;
    private long _packets;
    private long _lost;
    private long _duplicates;

    public int Pid => pid;

    /// <summary>What was counted of its packets.</summary>
    public TsPidFigures Figures => new(_packets, _lost, _duplicates);

    /// <summary>Set for tables.</summary>
    public SectionAssembler? Section { get; set; }

    /// <summary>Set for elementary streams.</summary>
    public PesAssembler? Pes { get; set; }

    /// <summary>Numbers of the programs whose map tables it carries; empty for others.</summary>
    public ImmutableArray<int> MapsOf { get; set; } = [];

    /// <summary>Takes the counter of a packet (2.4.3.3).</summary>
    public Arrival Count(in TsPacketHeader header, ReadOnlySpan<byte> packet)
    {
        _packets++;
        int last = _last;
        ulong lastSample = _lastSample;
        _last = header.Continuity;
        _lastSample = Sample(packet);
        if (last < 0 || header.IsDiscontinuity || (header.HasPayload && header.Continuity == (last + 1 & 15)))
        {
            _wasRepeated = false;
            return Arrival.Next;
        }

        if (header.Continuity != last)
        {
            _lost += (header.Continuity - last - 1) & 15;
            return Arrival.AfterLoss;
        }

        if (!header.HasPayload) return Arrival.Next;

        // A packet may come twice, not three times; another one with its number stands behind fifteen that are missing.
        bool isRepeated = !_wasRepeated && lastSample == _lastSample;
        _wasRepeated = true;
        if (isRepeated) _duplicates++;
        else _lost += 15;
        return isRepeated ? Arrival.Again : Arrival.AfterLoss;
    }

    /// <summary>Whatever number the next packet has, it follows.</summary>
    public void Forget() => (_last, _wasRepeated) = (-1, false);

    /// <summary>What two packets that are not the same hardly share: bytes where tables have their versions and lengths, from the middle, and from the end.</summary>
    private static ulong Sample(ReadOnlySpan<byte> packet) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(packet[5..]) * 3) ^ (BinaryPrimitives.ReadUInt64LittleEndian(packet[13..]) * 5)
        ^ (BinaryPrimitives.ReadUInt64LittleEndian(packet[92..]) * 7) ^ BinaryPrimitives.ReadUInt64LittleEndian(packet[^sizeof(ulong)..]);

    /// <summary>How a packet follows the one before it.</summary>
    public enum Arrival
    {
        /// <summary>As it should.</summary>
        Next,

        /// <summary>It is the same again.</summary>
        Again,

        /// <summary>Packets between them are missing.</summary>
        AfterLoss,
    }
}
