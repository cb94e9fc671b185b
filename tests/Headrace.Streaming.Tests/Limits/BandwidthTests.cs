using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Events;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Limits;

/// <summary>Streams that send more than they may: who gets how much, and what their viewers see.</summary>
public sealed class BandwidthTests : StreamTest
{
    private const int FrameBytes = 10_000;
    private const int BitsOfAViewer = FrameBytes * 8 * 30;

    private readonly List<Sender> _senders = [];

    [Fact]
    public void GreedyStreamsShareAlikeAndAModestOneGetsAllItWants()
    {
        UseBandwidth(20_000_000);
        Sender modest = Add("modest", 1);
        Sender greedy = Add("greedy", 10);
        Sender greedier = Add("greedier", 40);
        Run(seconds: 10);
        long[] before = Sent();
        Run(seconds: 60);
        double[] rates = [.. Sent().Zip(before, (after, then) => (after - then) * 8 / 60.0)];
        Assert.InRange(rates[0], BitsOfAViewer * 0.99, BitsOfAViewer * 1.01);
        double share = (20_000_000 - rates[0]) / 2;
        Assert.InRange(rates[1], share * 0.85, share * 1.15);
        Assert.InRange(rates[2], share * 0.85, share * 1.15);
        Assert.InRange(rates.Sum(), 20_000_000 * 0.85, 20_000_000 * 1.1);
        Assert.Equal(0, modest.Stream.Bandwidth.Withheld);
        Assert.All(_senders, sender => Assert.Equal(0, sender.Branch.Broken));
        Assert.All([greedy, greedier], sender => Assert.True(sender.Branch.KeyFrames > 10, $"{sender.Stream.Name}: {sender.Branch.KeyFrames} key frames"));

        // What is not sent is held all the same.
        Assert.Equal(2100, greedy.Stream.Snapshot().Tracks[0].Units);
    }

    [Fact]
    public void StreamKeepsItsOwnLimitAndTellsIt()
    {
        RecordingLogger log = new();
        UseOptions(new StreamOptions { MaxBandwidth = 3 * BitsOfAViewer }, loggers: log);
        EventListener events = Registry.Events.Listen();
        Sender sender = Add("cam", 3);
        Run(seconds: 10);
        Assert.Equal(0, sender.Stream.Bandwidth.Withheld);
        sender.Viewers = 6;
        long before = sender.Bytes;
        Run(seconds: 60);
        double rate = (sender.Bytes - before) * 8 / 60.0;
        Assert.InRange(rate, 3 * BitsOfAViewer * 0.85, 3 * BitsOfAViewer * 1.1);
        Assert.Equal(0, sender.Branch.Broken);
        Assert.Equal(ReaderRefusal.Bandwidth, sender.Stream.TryAddReader(new TestSession()));
        Assert.Equal(3 * BitsOfAViewer, Assert.IsType<LimitReached>(Next(events, happened => happened is LimitReached)).Value);
        Assert.InRange(log.Lines.Count(line => line.StartsWith("maxBandwidth is reached", StringComparison.Ordinal)), 5, 61);
        Assert.Equal(LimitKeys.StreamBandwidth, Assert.Single(Registry.Limits.Counts).Key);

        sender.Viewers = 3;
        Run(seconds: 10);
        long withheld = sender.Stream.Bandwidth.Withheld;
        Run(seconds: 10);
        Assert.Equal(withheld, sender.Stream.Bandwidth.Withheld);
        Assert.Equal(ReaderRefusal.None, sender.Stream.TryAddReader(new TestSession()));
    }

    [Fact]
    public void LimitThatIsTakenBackLetsAllGoOn()
    {
        UseBandwidth(1_000_000);
        Sender sender = Add("cam", 10);
        Run(seconds: 20);
        Assert.False(sender.Stream.Bandwidth.IsOpen);
        Registry.Configure(new StreamRegistryOptions(), new Dictionary<string, StreamOptions>());
        Run(seconds: 2);
        int before = sender.Branch.Pictures;
        Run(seconds: 10);
        Assert.Equal(300, sender.Branch.Pictures - before);
        Assert.Equal(0, sender.Branch.Broken);
    }

    [Fact]
    public void LeadingPicturesAfterASkipAreWithheldToo()
    {
        UseOptions(new StreamOptions { MaxBandwidth = 1000 });
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(10);
        StreamBandwidth bandwidth = Stream().Bandwidth;
        AccessUnit sample = Units(Stream().Ring)[0];
        bandwidth.Settle(1_000_000, 0, 1000, hasShare: false, MonotonicTime.Now(Time));
        Assert.False(bandwidth.Passes(Unit(sample, RandomAccess.None), hasVideo: true));
        bandwidth.Settle(0, 0, 0, hasShare: false, MonotonicTime.Now(Time));
        Assert.False(bandwidth.Passes(Unit(sample, RandomAccess.None), hasVideo: true));
        Assert.True(bandwidth.Passes(Unit(sample, RandomAccess.OpenGop), hasVideo: true));
        Assert.False(bandwidth.Passes(Unit(sample, RandomAccess.None, isLeading: true), hasVideo: true));
        Assert.True(bandwidth.Passes(Unit(sample, RandomAccess.None), hasVideo: true));
        Assert.True(bandwidth.Passes(Unit(sample, RandomAccess.OpenGop), hasVideo: true));
        Assert.True(bandwidth.Passes(Unit(sample, RandomAccess.None, isLeading: true), hasVideo: true));
        Assert.Equal((3, 1), (bandwidth.Withheld, bandwidth.Skips));
    }

    [Fact]
    public void KeyFrameWithWhichTheFormatChangesIsSentWhateverItCosts()
    {
        UseOptions(new StreamOptions { MaxBandwidth = 1000 });
        Sender sender = Add("cam", 10);
        Run(seconds: 10);
        Assert.False(sender.Stream.Bandwidth.IsOpen);
        int before = sender.Branch.Pictures;
        Run(seconds: 1);
        Assert.Equal(before, sender.Branch.Pictures);
        (sender.Publisher.Format, sender.Publisher.Sets) = TestFormats.Large;
        Run(seconds: 1);
        Assert.Equal(before + 1, sender.Branch.Pictures);
    }

    private static AccessUnit Unit(AccessUnit sample, RandomAccess access, bool isLeading = false) => new()
    {
        Track = sample.Track, Sequence = 0, DecodeTime = 0, PresentationOffset = 0, Arrival = default, PathTime = 0, Payload = default,
        RandomAccess = access, IsJoinPoint = access.IsPoint, IsLeading = isLeading,
    };

    private static MediaEvent Next(EventListener events, Func<MediaEvent, bool> isWanted)
    {
        while (events.TryRead(out MediaEvent? happened))
        {
            if (isWanted(happened)) return happened;
        }

        throw new InvalidOperationException("it did not happen");
    }

    private void UseBandwidth(long bitsPerSecond)
    {
        UseOptions(new StreamOptions(), bandwidth: bitsPerSecond);
    }

    private Sender Add(string name, int viewers)
    {
        VirtualPublisher publisher = Publisher(name, hasAudio: false);
        publisher.PayloadBytes = FrameBytes;
        publisher.HasDisposable = true;
        Sender sender = new(publisher, Stream(name)) { Viewers = viewers };
        _senders.Add(sender);
        return sender;
    }

    private long[] Sent() => [.. _senders.Select(sender => sender.Bytes)];

    private void Run(int seconds)
    {
        for (int frame = 0; frame < seconds * 30; frame++)
        {
            foreach (Sender sender in _senders) sender.Publisher.Run(1);
            if (frame % 8 == 0) Registry.HandleTimeout(MonotonicTime.Now(Time));
        }
    }

    /// <summary>A stream that sends each unit to some viewers.</summary>
    private sealed class Sender
    {
        private readonly BranchLease<DecodingFollower> _lease;

        public Sender(VirtualPublisher publisher, LiveStream stream)
        {
            Publisher = publisher;
            Stream = stream;
            _lease = stream.Branches.Acquire(new BranchKey("sender"), () => new DecodingFollower(unit => stream.CountSent((long)Viewers * unit.Payload.Length)));
        }

        public VirtualPublisher Publisher { get; }

        public LiveStream Stream { get; }

        public int Viewers { get; set; }

        public long Bytes => Stream.BytesSent;

        public DecodingFollower Branch => _lease.Branch;
    }
}
