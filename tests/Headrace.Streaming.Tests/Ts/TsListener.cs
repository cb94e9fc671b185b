using Headrace.Containers.MpegTs.Checking;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Ts;

namespace Headrace.Streaming.Tests.Ts;

/// <summary>One who reads a live transport stream, checks it, and notes when his units are to be presented, by PID.</summary>
internal sealed class TsListener : ICursorOwner, ITsReaderSink, IDisposable
{
    private readonly TsCursor _cursor;
    private readonly TsReader _reader;

    public TsListener(LiveStream stream, MonotonicTime now)
    {
        _reader = new TsReader(this);
        _cursor = new TsCursor(this, stream, TsBranch.Acquire(stream));
        _cursor.Begin(now);
    }

    public TsChecker Checker { get; } = new();

    public string Protocol => "test";

    public List<byte> Bytes { get; } = [];

    public int Groups { get; private set; }

    public long Skips => _cursor.Skips;

    public List<CursorSkip> Told { get; } = [];

    public SessionEndReason? End { get; private set; }

    public List<(int Pid, long Time, bool IsPoint)> Units { get; } = [];

    /// <summary>Reads all there is now.</summary>
    public void Read(MonotonicTime now)
    {
        while (_cursor.TryRead(now) is { } group)
        {
            Groups++;
            Checker.Read(group.Buffer.Span);
            _reader.Read(group.Buffer.Span);
            Bytes.AddRange(group.Buffer.Span);
            group.Release();
        }
    }

    /// <summary>Ends the last unit, whose length may be open.</summary>
    public void Complete()
    {
        _reader.Complete();
        Checker.Complete();
    }

    public void Dispose() => _cursor.Dispose();

    void ICursorOwner.OnSkip(in CursorSkip skip) => Told.Add(skip);

    void ICursorOwner.End(SessionEndReason reason) => End = reason;

    void ITsReaderSink.OnProgram(TsProgram program)
    {
    }

    void ITsReaderSink.OnTable(int pid)
    {
    }

    void ITsReaderSink.OnClock(int pid, long pcr, bool isDiscontinuity)
    {
    }

    void ITsReaderSink.OnPes(in PesPacket packet) => Units.Add((packet.Stream.Pid, packet.PresentationTime ?? -1, packet.IsRandomAccess));

    void ITsReaderSink.OnFault(TsFault fault, int pid)
    {
    }
}
