using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Events;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Pressure;

/// <summary>Memory that gets short: what is done at each level, that it is told, and that it is undone.</summary>
public sealed class StreamPressureTests : StreamTest
{
    private const int Limit = 4_000_000;

    private EventListener _events = null!;

    [Fact]
    public void EachLevelActsInOrderIsToldAndIsUndone()
    {
        RecordingLogger log = new();
        Use(new StreamOptions { MaxMemory = Limit, Gops = 3 }, log: log);
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.HasDisposable = true;
        LiveStream stream = Stream();

        // Something else of the stream, such as a window of segments, takes more and more.
        using Hog hog = new(stream.Memory);
        publisher.Run(150);
        Assert.Equal(PressureLevel.Normal, stream.Pressure.Level);
        Assert.Equal(3, stream.Ring.JoinPoints);
        int taken = Taken(publisher);
        Assert.Equal(30, taken);

        hog.Take(Limit * 26 / 100);
        publisher.Run(30);
        Assert.Equal(PressureLevel.Low, stream.Pressure.Level);
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(new TestSession()));

        hog.Take(Limit * 26 / 100);
        publisher.Run(90);
        Assert.Equal(PressureLevel.Medium, stream.Pressure.Level);
        Assert.Equal(ReaderRefusal.MemoryPressure, stream.TryAddReader(new TestSession()));
        Assert.Equal(1, stream.Pressure.ViewersRefused);
        Assert.True(stream.Ring.JoinPoints < 4, $"{stream.Ring.JoinPoints} groups are held");
        Assert.Equal(30, Taken(publisher));

        hog.Take(Limit * 25 / 100);
        Assert.Equal(15, Taken(publisher));
        Assert.Equal(PressureLevel.High, stream.Pressure.Level);
        Assert.Equal(15, stream.Pressure.Drops.Disposable);
        Assert.Equal(0, stream.Pressure.Drops.Pictures);

        hog.Take(Limit * 15 / 100);
        Taken(publisher);
        Assert.Equal(1, Taken(publisher));
        Assert.Equal(PressureLevel.Critical, stream.Pressure.Level);

        hog.Take(Limit * 20 / 100);
        Taken(publisher);
        Assert.Equal(0, Taken(publisher));
        Assert.True(stream.Pressure.IsFull);

        hog.GiveBack();
        publisher.Run(180);
        Assert.Equal(PressureLevel.Normal, stream.Pressure.Level);
        Assert.Equal(30, Taken(publisher));
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(new TestSession()));
        Assert.Equal(3, stream.Ring.JoinPoints);
        Assert.Equal(
            ["low", "medium", "high", "critical", "high", "medium", "low", "normal"],
            Changes("cam"));
        Assert.Equal(4, log.Lines.Count(line => line.StartsWith("cam: memory is short", StringComparison.Ordinal)));
        Assert.Equal(4, log.Lines.Count(line => line.StartsWith("cam: memory is less short", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatIsTakenInUnderPressureCanAlwaysBeDecoded()
    {
        Use(new StreamOptions { MaxMemory = Limit });
        VirtualPublisher publisher = Publisher();
        publisher.HasDisposable = true;
        using Hog hog = new(Stream().Memory);
        Random random = new(1);
        using DecodingFollower follower = new();
        using BranchLease<DecodingFollower> lease = Stream().Branches.Acquire(new BranchKey("follower"), () => follower);
        for (int i = 0; i < 400; i++)
        {
            if (random.Next(4) > 0) hog.Take(random.Next(Limit / 4));
            else hog.GiveBack();
            publisher.Run(random.Next(40), gop: 24);
        }

        Assert.True(Stream().Pressure.Drops is { Disposable: > 100, Pictures: > 100, Gops: > 10 }, $"{Stream().Pressure.Drops}");
        Assert.Equal(0, follower.Broken);
        Assert.True(follower.Pictures > 1000, $"{follower.Pictures} pictures");
    }

    [Fact]
    public void StreamPastItsOwnLimitSuffersAlone()
    {
        Use(new StreamOptions { MaxMemory = Limit });
        VirtualPublisher greedy = Publisher("greedy", hasAudio: false);
        VirtualPublisher other = Publisher("other", hasAudio: false);
        using Hog hog = new(Stream("greedy").Memory);
        hog.Take(Limit * 2);
        for (int i = 0; i < 300; i++)
        {
            greedy.Run(1);
            other.Run(1);
        }

        Assert.Equal(PressureLevel.Critical, Stream("greedy").Pressure.Level);
        Assert.Equal(0, Stream("greedy").Snapshot().Tracks[0].Units);
        Assert.Equal(PressureLevel.Normal, Stream("other").Pressure.Level);
        Assert.Equal(300, Stream("other").Snapshot().Tracks[0].Units);
        Assert.Equal(0, Stream("other").Snapshot().Tracks[0].Dropped);
    }

    [Fact]
    public void WhenTheWholeIsShortThoseAboveTheirShareHoldLessAndTheOthersLoseNothing()
    {
        Use(new StreamOptions { MaxMemory = 100_000_000 }, maxMemory: 20 * Limit);
        VirtualPublisher[] publishers = [.. Enumerable.Range(0, 20).Select(i => Publisher($"cam{i}", hasAudio: false))];
        List<Hog> hogs = [.. Enumerable.Range(0, 10).Select(i => new Hog(Stream($"cam{i}").Memory))];
        RunAll(publishers, 60);
        Assert.Equal(PressureLevel.Normal, Registry.Budget.Level);

        // Ten of the twenty take twice their share, step by step.
        for (int step = 0; step < 20; step++)
        {
            foreach (Hog hog in hogs) hog.Take(Limit / 10);
            RunAll(publishers, 30);
        }

        Assert.Equal(PressureLevel.Critical, Registry.Budget.Level);
        Assert.Equal(["low", "medium", "high", "critical"], Changes(null));
        for (int i = 0; i < 20; i++)
        {
            bool isGreedy = i < 10;
            Assert.Equal(isGreedy ? PressureLevel.Critical : PressureLevel.Normal, Stream($"cam{i}").Pressure.Level);
            Assert.Equal(isGreedy, Stream($"cam{i}").Pressure.Drops.Units > 0);
            Assert.Equal(isGreedy, Stream($"cam{i}").Snapshot().Tracks[0].Dropped > 0);
        }

        Assert.Equal(PublishRefusal.MemoryPressure, Publisher("new").Refusal);
        Assert.Null(Registry.Find("new"));
        Assert.Equal(1, Registry.Budget.StreamsRefused);

        foreach (Hog hog in hogs) hog.Dispose();
        RunAll(publishers, 300);
        Assert.Equal(PressureLevel.Normal, Registry.Budget.Level);
        Assert.All(Registry.All, stream => Assert.Equal(PressureLevel.Normal, stream.Pressure.Level));
        Assert.Equal(PublishRefusal.None, Publisher("new").Refusal);
        int before = publishers.Sum(publisher => (int)publisher.Frames);
        RunAll(publishers, 30);
        Assert.Equal(600, publishers.Sum(publisher => (int)publisher.Frames) - before);
    }

    [Fact]
    public void StreamThatNeedsMoreThanItMayHoldStaysWithinItsLimitByItself()
    {
        // 30 frames a second of 100 kB: the segments of HLS alone would take 120 MB.
        const int Bound = 40_000_000;
        Use(new StreamOptions { MaxMemory = Bound });
        VirtualPublisher publisher = Publisher();
        publisher.PayloadBytes = 100_000;
        publisher.Run(60);
        using BranchLease<HlsBranch> hls = HlsPackaging.Cmaf.Acquire(Stream());
        using BranchLease<RtspBranch> rtsp = RtspBranch.Acquire(Stream(), Stream().Tracks);
        long most = 0;
        for (int i = 0; i < 2000; i++)
        {
            publisher.Run(1);
            most = Math.Max(most, Stream().Memory.Used);
        }

        Assert.InRange(most, Bound / 2, Bound * 11 / 10);
        Assert.Equal(["hls", "input", "rtsp"], Stream().Memory.Owners.Select(owner => owner.Name).Order());
        Assert.Equal(Stream().Memory.Used, Stream().Memory.Owners.Sum(owner => owner.Used));
        Assert.NotNull(hls.Branch.Presentation);
    }

    [Fact]
    public void OperatorSetsALevelAndTakesItBack()
    {
        Use(new StreamOptions());
        VirtualPublisher publisher = Publisher(hasAudio: false);
        Taken(publisher);
        Stream().SetPressure(PressureLevel.Critical);
        Assert.Equal(PressureLevel.Critical, Stream().Pressure.Level);
        Assert.Equal(PressureLevel.Normal, Stream().Pressure.Own);
        Assert.Equal(1, Taken(publisher));
        Stream().SetPressure(PressureLevel.Normal);
        Assert.Equal(PressureLevel.Normal, Stream().Pressure.Level);
        Assert.Equal(30, Taken(publisher));
        Assert.Equal(["critical", "normal"], Changes("cam"));
    }

    [Fact]
    public void DroppedGopEndsAtTheNextKeyFrame()
    {
        Use(new StreamOptions());
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(40);
        Stream().DropGop();
        publisher.Run(50);
        Assert.Equal(70, Stream().Snapshot().Tracks[0].Units);
        Assert.Equal(1, Stream().Pressure.Drops.Gops);
        Assert.Equal(RandomAccess.Idr, Units(Stream().Ring).First(unit => unit.Sequence == 40).RandomAccess);
    }

    [Fact]
    public void PressureCostsNoAllocationAUnit()
    {
        Use(new StreamOptions { MaxMemory = Limit });
        Publisher();
        StreamPressure pressure = Stream().Pressure;
        IngestValve valve = new(pressure);
        TrackSlot slot = new(0, Headrace.Media.Codecs.H264.H264Codec.Instance);
        AssembledUnit unit = new() { Format = TestFormats.Small.Format, ParameterSets = TestFormats.Small.Sets };
        Media.Timing.MonotonicTime now = Media.Timing.MonotonicTime.Now(Time);
        bool isLookedAt = pressure.Update(now) | valve.Passes(slot, unit);
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                now += TimeSpan.FromMilliseconds(33);
                isLookedAt &= !pressure.Update(now) && valve.Passes(slot, unit);
            }
        }));
        Assert.True(isLookedAt);
    }

    private void Use(StreamOptions options, long maxMemory = 8_000_000_000, RecordingLogger? log = null)
    {
        UseOptions(options, maxMemory: maxMemory, loggers: log);
        _events = Registry.Events.Listen();
    }

    /// <summary>The levels that the events since the start, or since the last call, tell of a stream; null: of the whole.</summary>
    private List<string> Changes(string? stream)
    {
        List<string> levels = [];
        while (_events.TryRead(out MediaEvent? happened))
        {
            if (happened is PressureChanged change && change.Stream == stream) levels.Add(change.To);
        }

        return levels;
    }

    private void RunAll(VirtualPublisher[] publishers, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            foreach (VirtualPublisher publisher in publishers) publisher.Run(1);
            Registry.HandleTimeout(Media.Timing.MonotonicTime.Now(Time));
        }
    }

    /// <summary>How many pictures of the next second are taken in.</summary>
    private int Taken(VirtualPublisher publisher)
    {
        long before = Stream().Snapshot().Tracks.Sum(track => track.Units);
        publisher.Run(30);
        return (int)(Stream().Snapshot().Tracks.Sum(track => track.Units) - before);
    }

    /// <summary>Takes memory that a stream pays for.</summary>
    private sealed class Hog(MemoryAccount account) : IDisposable
    {
        private readonly List<MediaBuffer> _taken = [];

        public void Take(int bytes) => _taken.Add(Pool.Copy(new byte[bytes], account));

        public void GiveBack()
        {
            foreach (MediaBuffer buffer in _taken) buffer.Release();
            _taken.Clear();
        }

        public void Dispose() => GiveBack();
    }
}
