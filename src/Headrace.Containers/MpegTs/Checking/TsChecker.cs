using Headrace.Containers.MpegTs.Reading;

namespace Headrace.Containers.MpegTs.Checking;

/// <summary>
/// Checks a transport stream of one program that comes in pieces: counters, tables, clock references, times. No input makes it throw. What is said to be discontinuous is excused.
/// </summary>
public sealed class TsChecker : ITsReaderSink
{
    /// <summary>Findings that are kept; those beyond are only counted.</summary>
    public const int MaxFindings = 100;

    private const int ClockInterval = TsTimestamp.ClockRate / 10;
    private const int TableInterval = TsTimestamp.ClockRate / 2;

    private readonly TsReader _reader;
    private readonly List<TsFinding> _findings = [];
    private readonly Dictionary<int, TsStreamFigures> _streams = [];
    private TsProgram? _program;
    private long? _clock;
    private long _tablesSince;
    private bool _hasPat;

    /// <summary>A checker at the beginning of a stream.</summary>
    public TsChecker() => _reader = new TsReader(this);

    /// <summary>What was found, the first <see cref="MaxFindings"/>.</summary>
    public IReadOnlyList<TsFinding> Findings => _findings;

    /// <summary>Number of breaches.</summary>
    public long Breaches { get; private set; }

    /// <summary>Packets that were read.</summary>
    public long Packets => _reader.Packets;

    /// <summary>The program; null before its map table.</summary>
    public TsProgram? Program => _program;

    /// <summary>What was seen of each elementary stream, by PID.</summary>
    public IReadOnlyDictionary<int, TsStreamFigures> Streams => _streams;

    /// <summary>Takes the next bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes) => _reader.Read(bytes);

    /// <summary>Ends the stream; what is open counts.</summary>
    public void Complete() => _reader.Complete();

    /// <summary>Time does not go on to what is read next: the playlist says so.</summary>
    public void NoteDiscontinuity()
    {
        _clock = null;
        foreach (TsStreamFigures stream in _streams.Values) stream.Last = null;
    }

    void ITsReaderSink.OnProgram(TsProgram program)
    {
        if (_program is not null && _program.ClockPid != program.ClockPid) _clock = null;
        _program = program;
    }

    void ITsReaderSink.OnTable(int pid)
    {
        if (pid == TsPacket.PatPid) _hasPat = true;
        else if (!_hasPat) Report(TsRule.Tables, pid, "a map table before the association table");
        _tablesSince = 0;
    }

    void ITsReaderSink.OnClock(int pid, long pcr, bool isDiscontinuity)
    {
        if (_program is not { } program || pid != program.ClockPid) return;
        if (_clock is { } last && !isDiscontinuity)
        {
            long step = TsTimestamp.Difference(pcr, last);
            if (step <= 0) Report(TsRule.ClockOrder, pid, $"the clock goes from {last} to {pcr}");
            else if (step > ClockInterval) Report(TsRule.ClockInterval, pid, $"{step / (TsTimestamp.ClockRate / 1000)} ms without a clock reference");
            bool wasDue = _tablesSince > TableInterval;
            _tablesSince += Math.Clamp(step, 0, ClockInterval);
            if (_tablesSince > TableInterval && !wasDue) Report(TsRule.Tables, pid, "half a second without tables");
        }

        _clock = pcr;
    }

    void ITsReaderSink.OnPes(in PesPacket packet)
    {
        int pid = packet.Stream.Pid;
        if (!_streams.TryGetValue(pid, out TsStreamFigures? figures)) _streams[pid] = figures = new TsStreamFigures();
        figures.Units++;
        figures.Bytes += packet.Payload.Length;
        if (packet.IsRandomAccess) figures.RandomAccessPoints++;
        if (packet.DecodeTime is not { } decode || packet.PresentationTime is not { } presentation)
        {
            if (packet.Stream.Carrier is not null) Report(TsRule.MissingTime, pid, "a packet without time");
            return;
        }

        if (TsTimestamp.Difference(presentation, decode) < 0) Report(TsRule.PresentationOrder, pid, $"presented at {presentation}, decoded at {decode}");
        if (figures.Last is { } last && TsTimestamp.Difference(decode, last) <= 0) Report(TsRule.DecodeOrder, pid, $"decoded at {decode} after {last}");
        if (_clock is { } clock && TsTimestamp.Difference(decode, clock) < 0) Report(TsRule.LateData, pid, $"decoded at {decode}, though it is {clock}");
        figures.First ??= decode;
        figures.Last = decode;
    }

    void ITsReaderSink.OnFault(TsFault fault, int pid) => Report(TsRule.Syntax, pid, fault.ToString());

    private void Report(TsRule rule, int pid, string message)
    {
        Breaches++;
        if (_findings.Count < MaxFindings) _findings.Add(new TsFinding(rule, pid, _reader.Packets, message));
    }
}
