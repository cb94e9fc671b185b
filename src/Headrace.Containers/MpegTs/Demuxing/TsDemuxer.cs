using System.Collections.Immutable;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Makes units of one program of a transport stream that comes in pieces of any size. Opens nothing and reads no clock; bad input is told and counted, and never throws.
/// Not thread-safe.
/// </summary>
public sealed class TsDemuxer : ITsReaderSink, IDisposable
{
    /// <summary>Tracks that are read at most; further ones are left out.</summary>
    public const int MaxTracks = 16;

    private readonly ITsDemuxerSink _sink;
    private readonly MediaBufferPool _pool;
    private readonly TsReader _reader;
    private readonly ProgramChoice _choice;
    private readonly OmissionLog _omissions;
    private ImmutableArray<TsTrackReader> _tracks = [];
    private MonotonicTime _arrival;
    private bool _hasBegun;
    private bool _isRefused;

    /// <summary>A demuxer at the beginning of a stream.</summary>
    /// <param name="sink">Who takes the units.</param>
    /// <param name="pool">Where payloads come from.</param>
    /// <param name="program">Number of the program that is read; null for the first one that has media.</param>
    public TsDemuxer(ITsDemuxerSink sink, MediaBufferPool pool, int? program = null)
    {
        (_sink, _pool) = (sink, pool);
        _reader = new TsReader(this, pool);
        _choice = new ProgramChoice(program);
        _omissions = new OmissionLog(sink);
    }

    /// <summary>Packets that were read.</summary>
    public long Packets => _reader.Packets;

    /// <summary>Bytes from one packet to the next: 188, 192 or 204.</summary>
    public int Stride => _reader.Stride;

    /// <summary>The program that is read; null while there is none.</summary>
    public TsProgram? Program => _choice.Program;

    /// <summary>The program's clock.</summary>
    public TsClock Clock { get; } = new();

    /// <summary>What was counted of a track's packets.</summary>
    public TsPidFigures FiguresOf(int track) => _reader.FiguresOf(_tracks[track].Track.Stream.Pid);

    /// <summary>What of a track could not be made a unit of.</summary>
    public UnitFaults FaultsOf(int track) => _tracks[track].Faults;

    /// <summary>Takes the next bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="arrival">When they came.</param>
    public void Read(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        _arrival = arrival;
        _reader.Read(bytes);
    }

    /// <summary>Hands on units whose end is not known because nothing has followed them for longer than a limit.</summary>
    public void HandleTimeout(MonotonicTime now, TimeSpan limit)
    {
        foreach (TsTrackReader track in _tracks)
        {
            int pid = track.Track.Stream.Pid;
            if (!track.HasFallenSilent(_reader.FiguresOf(pid).Packets, _arrival, now, limit)) continue;
            _reader.Complete(pid);
            track.Flush();
        }
    }

    /// <summary>Another segment begins, as HLS has them: whole, and with packets that may count anew (RFC 8216, 3.2). Hands on what is held of the one before it.</summary>
    public void BeginSegment()
    {
        Complete();
        _reader.BeginSegment();
    }

    /// <summary>Nothing comes any more: hands on what is held.</summary>
    public void Complete()
    {
        _reader.Complete();
        if (_hasBegun) Flush();
    }

    /// <summary>Gives back what is held.</summary>
    public void Dispose()
    {
        foreach (TsTrackReader track in _tracks) track.Dispose();
        _reader.Clear();
    }

    void ITsReaderSink.OnPrograms(ImmutableArray<int> numbers)
    {
        _choice.SetPrograms(numbers);
        Follow();
    }

    bool ITsReaderSink.Follows(TsProgram program, TsProgramStream stream)
    {
        _choice.SetProgram(program);
        if (_choice.TryChoose()) _reader.Review();
        return program.Number == _choice.Program?.Number && Carried(program).Take(MaxTracks).Contains(stream);
    }

    void ITsReaderSink.OnProgram(TsProgram program)
    {
        _choice.SetProgram(program);
        Follow();
    }

    void ITsReaderSink.OnTable(int pid)
    {
        if (pid != TsPacket.PatPid) return;
        _choice.NoteTable();
        Follow();
    }

    void ITsReaderSink.OnClock(int pid, long pcr, bool isDiscontinuity)
    {
        if (pid == _choice.Program?.ClockPid) Clock.Observe(pcr, isDiscontinuity);
    }

    void ITsReaderSink.OnPes(in PesPacket packet)
    {
        if (Find(packet.Stream.Pid) is not { } track || !Begin()) return;
        if (packet.PresentationTime is not null || track.Track.Codec.Kind != MediaKind.Data)
        {
            track.Add(packet, _arrival);
            return;
        }

        // Data without times belongs to what is there: the latest media, or the program's clock.
        long? now = LatestDecode() ?? Clock.Last;
        if (now is { } at && track.LastDecode is { } last && TsTimestamp.Difference(at, last) <= 0) now = last + 1 & TsTimestamp.Mask;
        track.Add(packet.At(now), _arrival);
    }

    void ITsReaderSink.OnFault(TsFault fault, int pid)
    {
        if (fault == TsFault.Scrambled && Find(pid) is { } track) _omissions.Add(track.Track.Stream, TsOmission.Scrambled);
        _sink.OnFault(fault, pid);
    }

    /// <summary>Follows the choice: tracks begin and end with it.</summary>
    private void Follow()
    {
        if (_choice.TryChoose()) _reader.Review();
        TsProgram? program = _choice.Program;
        ImmutableArray<TsProgramStream> streams = program is null ? [] : [.. Carried(program)];
        if (program is not null) _omissions.Add(program, streams);
        if (streams.Length > MaxTracks) streams = streams[..MaxTracks];
        if (IsSame(streams)) return;
        if (_hasBegun)
        {
            Flush();
            _sink.OnEnd();
        }

        foreach (TsTrackReader track in _tracks) track.Dispose();
        (_hasBegun, _isRefused) = (false, false);
        _reader.Account = null;
        _tracks = [.. streams.Select((stream, i) => new TsTrackReader(i, new TsTrack(stream, stream.Carrier!.Codec, stream.Carrier.FormatOf(stream)), _sink))];
    }

    private static IEnumerable<TsProgramStream> Carried(TsProgram program) => program.Streams.Where(static stream => stream.Carrier is not null);

    private bool Begin()
    {
        if (_hasBegun || _isRefused) return _hasBegun;
        _isRefused = !_sink.TryBegin(_choice.Program!, [.. _tracks.Select(static track => track.Track)], out MemoryAccount? account);
        if (_isRefused) return false;
        _hasBegun = true;
        _reader.Account = account;
        UnitAssemblerOptions options = new(_pool, account);
        foreach (TsTrackReader track in _tracks) track.Begin(options);
        return true;
    }

    private void Flush()
    {
        foreach (TsTrackReader track in _tracks) track.Flush();
    }

    private bool IsSame(ImmutableArray<TsProgramStream> streams)
    {
        if (streams.Length != _tracks.Length) return false;
        for (int i = 0; i < streams.Length; i++)
        {
            TsProgramStream stream = _tracks[i].Track.Stream;
            if (stream.Pid != streams[i].Pid || stream.Carrier != streams[i].Carrier || !stream.Descriptors.Span.SequenceEqual(streams[i].Descriptors.Span)) return false;
        }

        return true;
    }

    private TsTrackReader? Find(int pid)
    {
        foreach (TsTrackReader track in _tracks)
        {
            if (track.Track.Stream.Pid == pid) return track;
        }

        return null;
    }

    private long? LatestDecode()
    {
        long? latest = null;
        foreach (TsTrackReader track in _tracks)
        {
            if (track.LastDecode is { } decode && track.Track.Codec.Kind != MediaKind.Data && (latest is null || TsTimestamp.Difference(decode, latest.Value) > 0)) latest = decode;
        }

        return latest;
    }
}
