using Headrace.Media.Buffers;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>
/// Reads a transport stream that comes in pieces of any size, and tells its sink what it finds. It opens nothing and reads no clock; bad input
/// becomes a <see cref="TsFault"/>, never an exception. Not thread-safe.
/// </summary>
/// <remarks>What it holds is bounded: <see cref="MaxPrograms"/>, <see cref="MaxStreams"/>, one section a table, and open PES packets of twice <see cref="MaxPesLength"/> together.</remarks>
public sealed class TsReader
{
    /// <summary>Programs that are read at most.</summary>
    public const int MaxPrograms = 16;

    /// <summary>Elementary streams that are read at most, of all programs together.</summary>
    public const int MaxStreams = 64;

    /// <summary>Greatest length of a PES packet, in bytes: above what the greatest unit takes.</summary>
    public const int MaxPesLength = 17 * 1024 * 1024;

    private readonly ITsReaderSink _sink;
    private readonly PacketSync _sync = new();
    private readonly PidTable _pids = new();
    private readonly ProgramMap _map;
    private readonly PesBudget _budget;
    private long _losses;

    /// <summary>A reader at the beginning of a stream.</summary>
    /// <param name="sink">Who is told.</param>
    /// <param name="pool">Where PES packets are put together.</param>
    public TsReader(ITsReaderSink sink, MediaBufferPool? pool = null)
    {
        _sink = sink;
        _budget = new PesBudget(pool ?? MediaBufferPool.Shared);
        _map = new ProgramMap(_pids, _budget, sink);
    }

    /// <summary>Packets that were read.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes from one packet to the next: 188, 192 or 204.</summary>
    public int Stride => _sync.Stride;

    /// <summary>Who pays for PES packets that begin from now on; null where nobody does.</summary>
    public MemoryAccount? Account
    {
        get => _budget.Account;
        set => _budget.Account = value;
    }

    /// <summary>Takes the next bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes) => Read(bytes, isEnd: false);

    /// <summary>Nothing comes any more: ends what is open.</summary>
    public void Complete()
    {
        Read([], isEnd: true);
        foreach (TsPid pid in _pids.All) pid.Pes?.Complete(_sink);
    }

    /// <summary>Ends the PES packet of a PID that is open: its next one does not begin in time.</summary>
    public void Complete(int pid) => _pids[pid]?.Pes?.Complete(_sink);

    /// <summary>What comes is another segment of the same stream, whose packets may count anew.</summary>
    public void BeginSegment()
    {
        foreach (TsPid pid in _pids.All) pid.Forget();
    }

    /// <summary>Asks the sink anew which streams of the programs that are known it follows.</summary>
    public void Review() => _map.Review();

    /// <summary>What was counted of a PID that is followed.</summary>
    public TsPidFigures FiguresOf(int pid) => _pids[pid]?.Figures ?? default;

    /// <summary>Drops what is open and gives its memory back.</summary>
    public void Clear()
    {
        foreach (TsPid pid in _pids.All) pid.Pes?.Dispose();
    }

    private void Read(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        while (_sync.TryTake(ref bytes, isEnd, out ReadOnlySpan<byte> packet))
        {
            if (_sync.Losses != _losses) TellLoss();
            TakePacket(packet);
        }

        if (_sync.Losses != _losses) TellLoss();
    }

    private void TellLoss()
    {
        _losses = _sync.Losses;
        _sink.OnFault(TsFault.LostSync, -1);
    }

    private void TakePacket(ReadOnlySpan<byte> packet)
    {
        Packets++;
        bool isRead = TsPacketHeader.TryRead(packet, out TsPacketHeader header);
        if (_pids[header.Pid] is not { } pid) return;
        if (header.HasError || !isRead)
        {
            _sink.OnFault(header.HasError ? TsFault.TransportError : TsFault.BadAdaptationField, header.Pid);
            pid.Pes?.NoteLoss();
            return;
        }

        TsPid.Arrival arrival = pid.Count(header, packet);
        if (arrival == TsPid.Arrival.AfterLoss)
        {
            _sink.OnFault(TsFault.Continuity, header.Pid);
            pid.Pes?.NoteLoss();
            pid.Section?.Reset();
        }

        if (header.HasPcr) _sink.OnClock(header.Pid, TsPacketHeader.ReadPcr(packet), header.IsDiscontinuity);
        if (arrival == TsPid.Arrival.Again || !header.HasPayload) return;
        if (header.IsScrambled)
        {
            _sink.OnFault(TsFault.Scrambled, header.Pid);
            pid.Pes?.NoteLoss();
            return;
        }

        ReadOnlySpan<byte> payload = packet[header.PayloadOffset..];
        if (pid.Pes is { } pes) pes.Add(payload, header, _sink);
        else if (pid.Section is not null) _map.Take(pid, payload, header.IsUnitStart);
    }
}
