using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Follows the association table and the map tables: which programs there are, and which PIDs belong to them.</summary>
internal sealed class ProgramMap
{
    private readonly PidTable _pids;
    private readonly PesBudget _budget;
    private readonly ITsReaderSink _sink;
    private readonly Dictionary<int, KnownProgram> _programs = [];
    private readonly Action<SectionAssembler> _takePat;
    private readonly Action<SectionAssembler> _takePmt;
    private ImmutableArray<int> _numbers = [];
    private TsPid _current;
    private uint? _checksum;

    /// <summary>Knows nothing but where the association table is.</summary>
    public ProgramMap(PidTable pids, PesBudget budget, ITsReaderSink sink)
    {
        (_pids, _budget, _sink) = (pids, budget, sink);
        _takePat = TakePat;
        _takePmt = TakePmt;
        _current = pids.Add(TsPacket.PatPid);
        _current.Section = new SectionAssembler();
    }

    /// <summary>Takes the payload of a packet of a table.</summary>
    public void Take(TsPid pid, ReadOnlySpan<byte> payload, bool isUnitStart)
    {
        _current = pid;
        if (pid.Section!.Add(payload, isUnitStart, pid.Pid == TsPacket.PatPid ? _takePat : _takePmt) is { } fault) _sink.OnFault(fault, pid.Pid);
    }

    /// <summary>Asks the sink anew which streams it follows.</summary>
    public void Review()
    {
        foreach (KnownProgram known in _programs.Values) FollowAll(known.Program, known.Program);
    }

    private void TakePat(SectionAssembler section)
    {
        uint checksum = ChecksumOf(section);
        if (checksum == _checksum)
        {
            _sink.OnTable(TsPacket.PatPid);
            return;
        }

        if (!ProgramSections.TryReadPat(section.Section, out ImmutableArray<(int Number, int Pid)> programs)) return;
        _checksum = checksum;
        _sink.OnTable(TsPacket.PatPid);
        if (ProgramSections.IsWholeTable(section.Section)) ForgetOthers(programs);
        foreach ((int number, int pid) in programs)
        {
            TsPid? known = _pids[pid];
            if (pid == TsPacket.PatPid || known?.MapsOf.Contains(number) == true) continue;
            if (_pids.Maps >= TsReader.MaxPrograms)
            {
                _sink.OnFault(TsFault.TooMuch, pid);
                break;
            }

            // 2.4.4.9: several programs may have their map tables in one PID.
            if (known?.Section is not null)
            {
                known.MapsOf = known.MapsOf.Add(number);
                continue;
            }

            known?.Pes?.Dispose();
            TsPid map = _pids.Add(pid);
            (map.Section, map.MapsOf) = (new SectionAssembler(), [number]);
        }

        ImmutableArray<int> numbers = [.. programs.Select(static program => program.Number)];
        if (numbers.AsSpan().SequenceEqual(_numbers.AsSpan())) return;
        _numbers = numbers;
        _sink.OnPrograms(numbers);
    }

    private void TakePmt(SectionAssembler section)
    {
        int map = BinaryPrimitives.ReadUInt16BigEndian(section.Section[3..]);
        if (!_current.MapsOf.Contains(map)) return;

        // Some encoders begin anew with other streams and the version that they had.
        uint checksum = ChecksumOf(section);
        KnownProgram? known = _programs.GetValueOrDefault(map);
        if (known?.Checksum == checksum)
        {
            _sink.OnTable(_current.Pid);
            return;
        }

        if (!ProgramSections.TryReadPmt(section.Section, out TsProgram? program) || program!.Number != map) return;
        _sink.OnTable(_current.Pid);
        TsProgram? before = known?.Program;
        _programs[map] = new KnownProgram(program, checksum);
        FollowAll(program, before);
        if (_pids[program.ClockPid] is null && program.ClockPid != TsPacket.NullPid && _pids.All.Count <= TsReader.MaxStreams + 2 * TsReader.MaxPrograms) _pids.Add(program.ClockPid);
        _sink.OnProgram(program);
    }

    private static uint ChecksumOf(SectionAssembler section) => BinaryPrimitives.ReadUInt32BigEndian(section.Section[^sizeof(uint)..]);

    private void FollowAll(TsProgram program, TsProgram? before)
    {
        ImmutableArray<TsProgramStream> followed = [.. program.Streams.Where(stream => _sink.Follows(program, stream))];
        if (before is not null) ForgetStreams(before, followed);
        foreach (TsProgramStream stream in followed) Follow(stream);
    }

    private void Follow(TsProgramStream stream)
    {
        TsPid? pid = _pids[stream.Pid];
        if (pid?.Section is not null) return;
        if (pid?.Pes is { } pes)
        {
            if (pes.Stream.StreamType != stream.StreamType) pes.Complete(_sink);
            pes.Stream = stream;
            return;
        }

        if (_pids.Streams >= TsReader.MaxStreams)
        {
            _sink.OnFault(TsFault.TooMuch, stream.Pid);
            return;
        }

        pid ??= _pids.Add(stream.Pid);
        pid.Pes = new PesAssembler(stream, _budget);
    }

    private void ForgetOthers(ImmutableArray<(int Number, int Pid)> programs)
    {
        foreach (TsPid known in _pids.All.Where(static one => !one.MapsOf.IsEmpty).ToArray())
        {
            ImmutableArray<int> gone = known.MapsOf.RemoveAll(number => programs.Contains((number, known.Pid)));
            if (gone.IsEmpty) continue;
            known.MapsOf = known.MapsOf.RemoveRange(gone);
            if (known.MapsOf.IsEmpty) _pids.Remove(known.Pid);
            foreach (int number in gone)
            {
                if (!_programs.Remove(number, out KnownProgram? program)) continue;
                ForgetStreams(program.Program, []);
                if (_pids[program.Program.ClockPid] is { Pes: null, Section: null }) _pids.Remove(program.Program.ClockPid);
            }
        }
    }

    /// <summary>Ends the streams of a program that its new description, or that of another program, does not have.</summary>
    private void ForgetStreams(TsProgram before, ImmutableArray<TsProgramStream> now)
    {
        foreach (TsProgramStream stream in before.Streams)
        {
            if (now.Any(one => one.Pid == stream.Pid)) continue;
            if (_programs.Values.Any(other => other.Program.Number != before.Number && other.Program.Find(stream.Pid) is { } shared && _sink.Follows(other.Program, shared))) continue;
            if (_pids[stream.Pid]?.Pes is not { } pes) continue;
            pes.Complete(_sink);
            pes.Dispose();
            _pids.Remove(stream.Pid);
        }
    }

    private sealed record KnownProgram(TsProgram Program, uint Checksum);
}
