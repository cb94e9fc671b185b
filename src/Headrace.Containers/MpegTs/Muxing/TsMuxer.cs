using System.Collections.Immutable;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Muxing;

/// <summary>
/// Writes the units of a stream's tracks as one MPEG transport stream (ISO/IEC 13818-1). All packets of a unit, with the tables and clock
/// references that are due before it, lie one after the other in the caller's buffer. Writing a unit allocates nothing but what that
/// buffer rents. A plain transform: single-threaded, no clock.
/// </summary>
/// <remarks>
/// The program clock is the path's time; a unit is decoded <see cref="DecodeDelay"/> after its own. Sound that comes later than that behind the
/// picture is written all the same and counted in <see cref="LateUnits"/>.
/// </remarks>
public sealed class TsMuxer
{
    /// <summary>By how much decode times lie after the program clock: the room for tracks that come later than the picture.</summary>
    public static readonly TimeSpan DecodeDelay = TimeSpan.FromMilliseconds(500);

    private const int DelayTicks = TsTimestamp.ClockRate / 2;

    /// <summary>Greatest distance of clock references (2.7.2), in ticks.</summary>
    private const int PcrInterval = TsTimestamp.ClockRate / 10;

    /// <summary>Units of other tracks bring a clock reference when the last one lies so far back, in ticks.</summary>
    private const int PcrFromOthers = TsTimestamp.ClockRate * 7 / 100;

    /// <summary>A hole up to this is filled with clock references; a longer one is a discontinuity of the clock. In ticks.</summary>
    private const int MaxFilledHole = TsTimestamp.ClockRate * 10;

    /// <summary>Tables are repeated so often, in ticks, and before each random access point of the picture.</summary>
    private const int TableInterval = TsTimestamp.ClockRate * 4 / 10;

    private readonly ProgramTables _tables = new();
    private readonly List<TsMuxerStream> _streams = [];
    private TsMuxerStream? _clock;
    private long _lastPcr = long.MinValue;
    private long _lastTables = long.MinValue;

    /// <summary>Units whose decode time was before the program clock.</summary>
    public long LateUnits { get; private set; }

    /// <summary>Units that could not be carried: of tracks that the program does not have, or too large.</summary>
    public long RefusedUnits { get; private set; }

    /// <summary>PID of a track's packets.</summary>
    public static int PidOf(int trackId) => TsMuxerStream.FirstPid + trackId;

    /// <summary>
    /// Says which tracks there are. Those that MPEG-TS does not carry are left out (<see cref="TsElementaryStreams.CanCarry"/> names them). The tables get a new
    /// version where the program is another one than before, and are due then.
    /// </summary>
    public void SetTracks(ImmutableArray<Track> tracks)
    {
        TsMuxerStream[] gone = [.. _streams.Where(stream => !tracks.Any(track => track.Id == stream.Track.Id && track.Codec == stream.Track.Codec))];
        bool isNew = gone.Length > 0;
        foreach (TsMuxerStream stream in gone) _streams.Remove(stream);
        foreach (Track track in tracks)
        {
            if (!TsElementaryStreams.CanCarry(track, out _)) continue;
            if (Find(track.Id) is not { } stream)
            {
                // Another codec in a track's place goes on with its PID, and so with its counter.
                int continuity = gone.FirstOrDefault(stream => stream.Track.Id == track.Id)?.Continuity ?? 0;
                _streams.Add(new TsMuxerStream(track, TsElementaryStreams.Find(track.Codec)!) { Continuity = continuity });
                isNew = true;
            }
            else if (!stream.Track.Format.Equals(track.Format))
            {
                stream.Track = track;
                isNew = true;
            }
        }

        if (!isNew) return;
        _streams.Sort(static (a, b) => a.Pid.CompareTo(b.Pid));
        TsMuxerStream? clock = _streams.Find(static stream => stream.Track.Kind == MediaKind.Video) ?? _streams.Find(static stream => stream.Track.Kind == MediaKind.Audio) ?? _streams.FirstOrDefault();
        if (clock != _clock) _lastPcr = long.MinValue;
        _clock = clock;
        if (clock is not null) _tables.Describe(clock.Pid, _streams);
        _lastTables = long.MinValue;
    }

    /// <summary>Writes the tables: a segment begins with them.</summary>
    public void WriteTables(AccessUnit before, MediaBufferWriter output) => WriteTables(DecodeTime(before), output);

    /// <summary>Writes for each elementary stream that time does not go on smoothly to the unit that follows, which is one of the picture, or of the sound where there is none.</summary>
    public void WriteDiscontinuity(AccessUnit before, MediaBufferWriter output)
    {
        _lastPcr = DecodeTime(before) - DelayTicks - 1;
        WriteDiscontinuities(output);
    }

    /// <summary>
    /// Writes what a reader needs who left out what was written before, and goes on at a random access point: that counters and clock are discontinuous. The unit
    /// there begins with the tables. Nothing changes for other readers.
    /// </summary>
    public void WriteSkip(MediaBufferWriter output)
    {
        _tables.WriteDiscontinuities(output.Reserve(ProgramTables.Count * TsPacket.Size));
        WriteDiscontinuities(output);
    }

    /// <summary>Writes all packets of a unit. False when it cannot be carried: nothing was written.</summary>
    public bool TryWrite(AccessUnit unit, MediaBufferWriter output)
    {
        TsMuxerStream? stream = Find(unit.Track.Id);
        bool hasSets = stream is not null && NeedsSets(stream, unit);
        int length = stream?.Carrier.Measure(unit, hasSets) ?? 0;
        if (length == 0 || length > MediaBufferPool.MaxLength / 2)
        {
            RefusedUnits++;
            return false;
        }

        long decodeTime = DecodeTime(unit);
        AdaptationField adaptation = Adaptation(stream!, unit, decodeTime - DelayTicks, output);
        if (AreTablesDue(decodeTime) || (unit.IsJoinPoint && decodeTime > _lastTables)) WriteTables(decodeTime, output);
        if (decodeTime < _lastPcr) LateUnits++;
        PesHeader header = new(stream!.Carrier.StreamIdOf(unit.Track), PresentationTime(unit), decodeTime);
        WritePes(stream, unit, hasSets, header, adaptation, length, output);
        if (hasSets) stream.Sets = unit.Track.ParameterSets;
        return true;
    }

    private static void WritePes(
        TsMuxerStream stream, AccessUnit unit, bool hasSets, PesHeader header, AdaptationField adaptation, int length, MediaBufferWriter output)
    {
        int total = header.Length + length;
        Span<byte> packets = output.Reserve(PesWriter.Packets(total, adaptation) * TsPacket.Size);
        PesWriter pes = new(packets, stream.Pid, stream.Continuity, adaptation, total);
        Span<byte> bytes = stackalloc byte[PesHeader.MaxLength];
        header.Write(bytes, length);
        pes.Write(bytes[..header.Length]);
        stream.Carrier.Write(unit, hasSets, ref pes);
        stream.Continuity = pes.Continuity & 15;
    }

    private static bool NeedsSets(TsMuxerStream stream, AccessUnit unit) => unit.RandomAccess.IsPoint || !ReferenceEquals(stream.Sets, unit.Track.ParameterSets);

    private static long DecodeTime(AccessUnit unit) => DelayTicks + Timebase.Rescale(unit.DecodeTime, unit.Track.ClockRate, TsTimestamp.ClockRate);

    private static long PresentationTime(AccessUnit unit) => DelayTicks + Timebase.Rescale(unit.PresentationTime, unit.Track.ClockRate, TsTimestamp.ClockRate);

    private void WriteDiscontinuities(MediaBufferWriter output)
    {
        foreach (TsMuxerStream stream in _streams)
        {
            bool hasPcr = stream == _clock && _lastPcr != long.MinValue;
            AdaptationField field = new((byte)(TsPacket.DiscontinuityFlag | (hasPcr ? TsPacket.PcrFlag : 0)), _lastPcr);
            TsMuxerStream.WriteAdaptation(output.Reserve(TsPacket.Size), stream.Pid, stream.Continuity - 1, field);
        }
    }

    /// <summary>What a unit's first packet says. Clock references that are missing before it are written.</summary>
    private AdaptationField Adaptation(TsMuxerStream stream, AccessUnit unit, long pcr, MediaBufferWriter output)
    {
        bool isPoint = unit.Track.Kind == MediaKind.Video ? unit.RandomAccess.IsPoint : unit.IsJoinPoint;
        byte flags = isPoint ? TsPacket.RandomAccessFlag : (byte)0;
        if (unit.IsDiscontinuity) flags |= TsPacket.DiscontinuityFlag;
        bool isJump = _lastPcr != long.MinValue && pcr - _lastPcr > MaxFilledHole;
        if (stream != _clock)
        {
            if (_lastPcr != long.MinValue && pcr - _lastPcr > PcrFromOthers && !isJump)
            {
                Fill(pcr, output);
                WritePcr(pcr, output);
            }

            return new AdaptationField(flags);
        }

        if (isJump) flags |= TsPacket.DiscontinuityFlag;
        else if (_lastPcr != long.MinValue && !unit.IsDiscontinuity) Fill(pcr, output);
        if (pcr > _lastPcr)
        {
            flags |= TsPacket.PcrFlag;
            _lastPcr = pcr;
        }

        return new AdaptationField(flags, pcr);
    }

    /// <summary>Writes clock references, evenly spaced, until the next one may be at a time.</summary>
    private void Fill(long until, MediaBufferWriter output)
    {
        long hole = until - _lastPcr;
        long steps = (hole + PcrInterval - 1) / PcrInterval;
        long begin = _lastPcr;
        for (long step = 1; step < steps; step++) WritePcr(begin + hole * step / steps, output);
    }

    private void WritePcr(long pcr, MediaBufferWriter output)
    {
        if (AreTablesDue(pcr + DelayTicks)) WriteTables(pcr + DelayTicks, output);
        TsMuxerStream.WriteAdaptation(output.Reserve(TsPacket.Size), _clock!.Pid, _clock.Continuity - 1, new AdaptationField(TsPacket.PcrFlag, pcr));
        _lastPcr = pcr;
    }

    private bool AreTablesDue(long decodeTime) => _lastTables == long.MinValue || decodeTime - _lastTables >= TableInterval;

    private void WriteTables(long decodeTime, MediaBufferWriter output)
    {
        if (_clock is null) return;
        _tables.Write(output.Reserve(_tables.Length));
        _lastTables = decodeTime;
    }

    private TsMuxerStream? Find(int trackId)
    {
        foreach (TsMuxerStream stream in _streams)
        {
            if (stream.Track.Id == trackId) return stream;
        }

        return null;
    }
}
