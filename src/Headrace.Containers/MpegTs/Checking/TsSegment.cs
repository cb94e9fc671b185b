using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Checking;

/// <summary>
/// What one segment of MPEG-TS says of itself: it is read by itself, as a player does who begins with it. Times are those of the stream that leads: the first video, else the
/// first that is known.
/// </summary>
public sealed class TsSegment : ITsReaderSink
{
    private TsProgramStream? _lead;
    private long? _last;
    private long _longest;
    private long _shortest = long.MaxValue;

    private TsSegment()
    {
    }

    /// <summary>The first thing that is wrong, as one clause for people; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Decode time of the lead's first unit, 33 bits at 90 kHz; null where there is none.</summary>
    public long? FirstDecodeTime { get; private set; }

    /// <summary>From there to the end of its last unit, which is taken to last as long as the others do on average. In ticks.</summary>
    public long Duration { get; private set; }

    /// <summary>By how much units differ in what they last, and so what <see cref="Duration"/> may be wrong by. In ticks.</summary>
    public long Uncertainty => Units > 2 ? _longest - _shortest : 0;

    /// <summary>Units of the lead.</summary>
    public int Units { get; private set; }

    /// <summary>Number of the lead's first unit at which decoding may begin, from 0; null where there is none.</summary>
    public int? FirstPoint { get; private set; }

    /// <summary>Reads a whole segment.</summary>
    public static TsSegment Read(ReadOnlySpan<byte> bytes)
    {
        TsSegment segment = new();
        TsReader reader = new(segment);
        reader.Read(bytes);
        reader.Complete();
        if (segment.FirstDecodeTime is null) segment.Fault ??= "no tables, or no stream that they name";
        else if (segment.Units > 1) segment.Duration += segment.Duration / (segment.Units - 1);
        if (bytes.Length % TsPacket.Size != 0) segment.Fault ??= "the last packet is not whole";
        return segment;
    }

    void ITsReaderSink.OnProgram(TsProgram program)
    {
        if (_lead is not null) return;
        foreach (TsProgramStream stream in program.Streams)
        {
            if (stream.Carrier is null || (_lead is not null && stream.Carrier.Codec.Kind != MediaKind.Video)) continue;
            _lead = stream;
            if (stream.Carrier.Codec.Kind == MediaKind.Video) return;
        }
    }

    void ITsReaderSink.OnTable(int pid)
    {
    }

    void ITsReaderSink.OnClock(int pid, long pcr, bool isDiscontinuity)
    {
    }

    void ITsReaderSink.OnPes(in PesPacket packet)
    {
        if (packet.Stream.Pid != _lead?.Pid || packet.DecodeTime is not { } decode) return;
        if (packet.IsRandomAccess || packet.Stream.Carrier!.Codec.Kind == MediaKind.Audio) FirstPoint ??= Units;
        Units++;
        if (_last is { } last)
        {
            long step = TsTimestamp.Difference(decode, last);
            if (step <= 0) Fault ??= $"decode times go from {last} to {decode}";
            Duration += Math.Max(step, 0);
            _longest = Math.Max(_longest, step);
            _shortest = Math.Min(_shortest, step);
        }

        FirstDecodeTime ??= decode;
        _last = decode;
    }

    void ITsReaderSink.OnFault(TsFault fault, int pid) => Fault ??= pid < 0 ? fault.ToString() : $"{fault} in PID {pid}";
}
