using System.Collections.Immutable;

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
    private readonly byte[] _partial = new byte[TsPacket.Size];
    private readonly Dictionary<int, TsPid> _pids = [];
    private readonly Dictionary<int, TsProgram> _programs = [];
    private readonly PesBudget _budget = new();
    private readonly Action<SectionAssembler> _takePat;
    private readonly Action<SectionAssembler> _takePmt;
    private TsPid _current;
    private int _partialLength;
    private bool _isInSync = true;

    /// <summary>A reader at the beginning of a stream.</summary>
    public TsReader(ITsReaderSink sink)
    {
        _sink = sink;
        _takePat = TakePat;
        _takePmt = TakePmt;
        _pids[TsPacket.PatPid] = _current = new TsPid { Section = new SectionAssembler() };
    }

    /// <summary>Packets that were read.</summary>
    public long Packets { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (_partialLength > 0)
        {
            int count = Math.Min(TsPacket.Size - _partialLength, bytes.Length);
            bytes[..count].CopyTo(_partial.AsSpan(_partialLength));
            _partialLength += count;
            bytes = bytes[count..];
            if (_partialLength < TsPacket.Size) return;
            _partialLength = 0;
            TakePacket(_partial);
        }

        while (!bytes.IsEmpty)
        {
            if (bytes[0] != TsPacket.SyncByte)
            {
                bytes = Resynchronise(bytes);
                continue;
            }

            _isInSync = true;
            if (bytes.Length < TsPacket.Size)
            {
                bytes.CopyTo(_partial);
                _partialLength = bytes.Length;
                return;
            }

            TakePacket(bytes[..TsPacket.Size]);
            bytes = bytes[TsPacket.Size..];
        }
    }

    /// <summary>Nothing comes any more: ends what is open.</summary>
    public void Complete()
    {
        foreach (TsPid pid in _pids.Values) pid.Pes?.Complete(_sink);
    }

    /// <summary>Goes to a byte that begins a packet, as far as the bytes show: 188 bytes behind it there is another such byte.</summary>
    private ReadOnlySpan<byte> Resynchronise(ReadOnlySpan<byte> bytes)
    {
        if (_isInSync) _sink.OnFault(TsFault.LostSync, -1);
        _isInSync = false;
        while (true)
        {
            int at = bytes.IndexOf(TsPacket.SyncByte);
            if (at < 0) return default;
            bytes = bytes[at..];
            if (bytes.Length <= TsPacket.Size || bytes[TsPacket.Size] == TsPacket.SyncByte) return bytes;
            bytes = bytes[1..];
        }
    }

    private void TakePacket(ReadOnlySpan<byte> packet)
    {
        Packets++;
        bool isRead = TsPacketHeader.TryRead(packet, out TsPacketHeader header);
        if (!_pids.TryGetValue(header.Pid, out TsPid? pid)) return;
        if (header.HasError || !isRead)
        {
            _sink.OnFault(header.HasError ? TsFault.TransportError : TsFault.BadAdaptationField, header.Pid);
            pid.Pes?.NoteLoss();
            return;
        }

        TsPid.Arrival arrival = pid.Count(header);
        if (arrival == TsPid.Arrival.AfterLoss)
        {
            _sink.OnFault(TsFault.Continuity, header.Pid);
            pid.Pes?.NoteLoss();
            pid.Section?.Reset();
        }

        if (header.Pcr is { } pcr) _sink.OnClock(header.Pid, pcr, header.IsDiscontinuity);
        if (arrival == TsPid.Arrival.Again || !header.HasPayload) return;
        if (header.IsScrambled)
        {
            _sink.OnFault(TsFault.Scrambled, header.Pid);
            return;
        }

        ReadOnlySpan<byte> payload = packet[header.PayloadOffset..];
        if (pid.Section is { } section) TakeSection(pid, section, payload, header);
        else pid.Pes?.Add(payload, header, _sink);
    }

    private void TakeSection(TsPid pid, SectionAssembler section, ReadOnlySpan<byte> payload, in TsPacketHeader header)
    {
        _current = pid;
        bool isPat = header.Pid == TsPacket.PatPid;
        if (section.Add(payload, header.IsUnitStart, isPat ? _takePat : _takePmt) is { } fault) _sink.OnFault(fault, header.Pid);
    }

    private void TakePat(SectionAssembler section)
    {
        if (!ProgramSections.TryReadPat(section.Section, out ImmutableArray<(int Number, int Pid)> programs)) return;
        _sink.OnTable(TsPacket.PatPid);
        foreach ((int pid, TsPid known) in _pids)
        {
            if (known.MapOf != 0 && !programs.Contains((known.MapOf, pid))) Forget(pid, known);
        }

        foreach ((int number, int pid) in programs)
        {
            if (_pids.TryGetValue(pid, out TsPid? known) && known.Pes is null) continue;
            if (_pids.Values.Count(static one => one.MapOf != 0) >= MaxPrograms)
            {
                _sink.OnFault(TsFault.TooMuch, pid);
                return;
            }

            known?.Pes?.Clear();
            _pids[pid] = new TsPid { Section = new SectionAssembler(), MapOf = number };
        }
    }

    private void TakePmt(SectionAssembler section)
    {
        int map = _current.MapOf;
        if (!ProgramSections.TryReadPmt(section.Section, out TsProgram? program) || program!.Number != map) return;
        _sink.OnTable(_pids.First(pair => pair.Value == _current).Key);
        if (_programs.TryGetValue(map, out TsProgram? known) && known.Version == program.Version) return;
        _programs[map] = program;
        if (known is not null) ForgetStreams(known, program);
        foreach (TsProgramStream stream in program.Streams) Follow(stream);
        if (!_pids.ContainsKey(program.ClockPid) && program.ClockPid != TsPacket.NullPid) _pids[program.ClockPid] = new TsPid();
        _sink.OnProgram(program);
    }

    private void Follow(TsProgramStream stream)
    {
        TsPid? pid = _pids.GetValueOrDefault(stream.Pid);
        if (pid?.Section is not null) return;
        if (pid?.Pes is { } pes)
        {
            pes.Stream = stream;
            return;
        }

        if (_pids.Values.Count(static one => one.Pes is not null) >= MaxStreams)
        {
            _sink.OnFault(TsFault.TooMuch, stream.Pid);
            return;
        }

        _pids[stream.Pid] = pid ??= new TsPid();
        pid.Pes = new PesAssembler(stream, _budget);
    }

    private void Forget(int pid, TsPid known)
    {
        _pids.Remove(pid);
        if (_programs.Remove(known.MapOf, out TsProgram? program)) ForgetStreams(program, null);
    }

    /// <summary>Ends the streams of a program that its new description, or that of another program, does not have.</summary>
    private void ForgetStreams(TsProgram before, TsProgram? now)
    {
        foreach (TsProgramStream stream in before.Streams)
        {
            if (now?.Find(stream.Pid) is not null || _programs.Values.Any(program => program != before && program.Find(stream.Pid) is not null)) continue;
            if (!_pids.TryGetValue(stream.Pid, out TsPid? pid) || pid.Pes is not { } pes) continue;
            pes.Complete(_sink);
            pes.Clear();
            _pids.Remove(stream.Pid);
        }
    }
}
