using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Mp4;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Mp4;

/// <summary>One who reads live MP4, and notes the samples of its fragments.</summary>
internal sealed class Mp4Listener : ICursorOwner, IDisposable
{
    private readonly Mp4Cursor _cursor;

    public Mp4Listener(LiveStream stream, MonotonicTime now)
    {
        BranchLease<Mp4Branch> lease = Mp4Branch.Acquire(stream);
        Branch = lease.Branch;
        Assert.True(InitSegmentReader.TryRead(Branch.Init.Span, out InitSegmentInfo? init, out Mp4Error error), error.ToString());
        Init = init;
        _cursor = new Mp4Cursor(this, stream, lease);
        _cursor.Begin(now);
    }

    public Mp4Branch Branch { get; }

    public InitSegmentInfo Init { get; }

    public string Protocol => "test";

    public List<SampleInfo> Samples { get; } = [];

    public int Groups { get; private set; }

    public long Skips => _cursor.Skips;

    public TimeSpan Lag => _cursor.Lag;

    public List<CursorSkip> Told { get; } = [];

    public SessionEndReason? End { get; private set; }

    /// <summary>Samples of a track of the stream.</summary>
    public IEnumerable<SampleInfo> Of(int track) => Samples.Where(sample => sample.TrackId == track + 1);

    /// <summary>Reads all there is now.</summary>
    public void Read(MonotonicTime now)
    {
        while (_cursor.TryNext(now, out MediaBuffer buffer))
        {
            Groups++;
            Assert.True(FragmentReader.TryRead(Init, buffer.Span, out FragmentContents? contents, out Mp4Error error), error.ToString());
            Samples.AddRange(contents.Samples);
            buffer.Release();
        }
    }

    public void Dispose() => _cursor.Dispose();

    void ICursorOwner.OnSkip(in CursorSkip skip) => Told.Add(skip);

    void ICursorOwner.End(SessionEndReason reason) => End = reason;
}
