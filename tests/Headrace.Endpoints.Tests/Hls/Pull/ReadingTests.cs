using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Manifests.Hls.Client;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls.Pull;

/// <summary>Segments that have come become a stream, in virtual time.</summary>
public sealed class ReadingTests : IDisposable
{
    private const int Second = 90_000;

    private readonly VirtualTime _time = new();
    private readonly LogLines _log = new();
    private readonly StreamRegistry _streams;
    private readonly PacedPublisher _publisher;
    private readonly SharedLine _line = new();
    private readonly List<RenditionReader> _readers = [];
    private readonly List<(MonotonicTime Arrival, MediaKind Kind, long DecodeTime, bool IsDiscontinuity)> _units = [];
    private readonly List<string> _remarks = [];
    private long _seen = -1;

    public ReadingTests()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _streams = new StreamRegistry(new StreamRegistryOptions { Defaults = new StreamOptions() }, _time, _log);
        _publisher = new PacedPublisher(_streams, new TestPublisherSession("cam"), _log.CreateLogger("test"));
    }

    public void Dispose()
    {
        foreach (RenditionReader reader in _readers) reader.Dispose();
        _publisher.Dispose();
        _streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, _streams.Memory.Used);
        _log.Dispose();
    }

    [Fact]
    public void ASegmentThatComesAtOnceGoesOnEvenly()
    {
        Begin(1);
        MadeTransportStream source = new();
        for (int i = 0; i < 3; i++) Add(0, i, Take(source, 50));

        Run(seconds: 7);

        Assert.Equal(150, Pictures.Length);
        Assert.All(Pictures.Zip(Pictures.Skip(1)), static pair =>
        {
            Assert.InRange((pair.Second.Arrival - pair.First.Arrival).TotalMilliseconds, 19, 61);
            Assert.Equal(3600, pair.Second.DecodeTime - pair.First.DecodeTime);
        });
        Assert.DoesNotContain(_units.Skip(2), static unit => unit.IsDiscontinuity);
        Assert.Equal(0, _publisher.Pace.Stalls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1L << 33) - (3 * Second))]
    public void SegmentsWhosePacketsCountAnewAreReadWhole(long start)
    {
        Begin(1);
        for (int i = 0; i < 4; i++) Add(0, i, Take(new MadeTransportStream(start: start + (i * 2 * Second)), 50));

        Run(seconds: 9);

        Assert.Equal(200, Pictures.Length);
        Assert.All(Pictures.Zip(Pictures.Skip(1)), static pair => Assert.Equal(3600, pair.Second.DecodeTime - pair.First.DecodeTime));
        Assert.DoesNotContain(_remarks, static remark => remark.Contains("fault", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TimestampsThatBeginAnewGoOnWithoutAHole(bool isDeclared)
    {
        Begin(1);
        MadeTransportStream before = new(start: 500 * Second), after = new(start: 7 * Second);
        Add(0, 0, Take(before, 50));
        Add(0, 1, Take(before, 50));
        Add(0, 2, Take(after, 50), era: isDeclared ? 1 : 0);
        Add(0, 3, Take(after, 50), era: isDeclared ? 1 : 0);

        Run(seconds: 9);

        Assert.Equal(200, Pictures.Length);
        Assert.All(Pictures.Zip(Pictures.Skip(1)), static pair => Assert.InRange(pair.Second.DecodeTime - pair.First.DecodeTime, 3000, 5400));
        Assert.Equal(0, _publisher.Pace.Stalls);
        Assert.Equal(isDeclared ? 0 : 1, _readers[0].Jumps);
    }

    [Fact]
    public void MediaThatIsMissingIsAHoleOfItsLength()
    {
        Begin(1);
        MadeTransportStream source = new();
        Add(0, 0, Take(source, 50));
        Take(source, 50);
        Add(0, 2, Take(source, 50), lost: TimeSpan.FromSeconds(2), isAfterBreak: true);

        Run(seconds: 8);

        Assert.Equal(100, Pictures.Length);
        Assert.Equal(Second * 2 + 3600, Pictures[50].DecodeTime - Pictures[49].DecodeTime);
        Assert.InRange((Pictures[50].Arrival - Pictures[49].Arrival).TotalSeconds, 2, 2.1);
    }

    [Fact]
    public void PicturesThatReferToWhatIsMissingAreLeftOut()
    {
        Begin(1);
        MadeTransportStream source = new();
        Add(0, 0, Take(source, 40));
        Take(source, 20);
        Add(0, 2, Take(source, 40), lost: TimeSpan.FromSeconds(0.8), isAfterBreak: true);

        Run(seconds: 6);

        Assert.Equal(40 + 25, Pictures.Length);
        Assert.Equal((75 - 39) * 3600, Pictures[40].DecodeTime - Pictures[39].DecodeTime);
    }

    [Fact]
    public void MediaThatComesTooLateMovesWhatFollowsAndDoesNotBurst()
    {
        Begin(1);
        MadeTransportStream source = new();
        Add(0, 0, Take(source, 50));
        Run(seconds: 4);
        Add(0, 1, Take(source, 50));
        Add(0, 2, Take(source, 50));

        Run(seconds: 6);

        Assert.Equal(150, Pictures.Length);
        Assert.Equal(1, _publisher.Pace.Stalls);
        Assert.InRange(_publisher.Pace.Delay.TotalSeconds, 1.9, 2.1);
        Assert.All(Pictures.Skip(50).Zip(Pictures.Skip(51)), static pair => Assert.InRange((pair.Second.Arrival - pair.First.Arrival).TotalMilliseconds, 19, 61));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -2)]
    [InlineData(0, 2)]
    [InlineData((1L << 33) - (3 * Second), 0)]
    public void SoundOfItsOwnPlaylistIsInTimeWithThePicture(long start, int soundLater)
    {
        Begin(2);
        start += 4 * Second;
        MadeTransportStream pictures = new(start: start);
        for (int i = 0; i < 3; i++) Add(0, i, Take(pictures, 50));

        // The muxer writes its timestamps half a second later.
        Add(1, 10, PackedSound.Make(start + (Second / 2) + (soundLater * Second), 400));

        Run(seconds: 9);

        Assert.Equal(150, Pictures.Length);
        Assert.Equal(2, _streams.Find("cam")!.Snapshot().Tracks.Length);
        long picture = Timebase.ToNanoseconds(Pictures[0].DecodeTime, Second);
        long sound = Timebase.ToNanoseconds(_units.First(static unit => unit.Kind == MediaKind.Audio).DecodeTime, 48_000);
        Assert.InRange((sound - picture) / 1_000_000, (Math.Max(0, soundLater) * 1000) - 1, (Math.Max(0, soundLater) * 1000) + 22);
    }

    [Fact]
    public void PackedSoundAloneIsAStream()
    {
        Begin(1);
        Add(0, 0, PackedSound.Make(Second, 94));
        Add(0, 1, PackedSound.Make(Second + (94 * 1920), 94));

        Run(seconds: 5);

        Assert.Equal(188, _units.Count);
        Assert.All(_units.Zip(_units.Skip(1)), static pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
    }

    [Theory]
    [InlineData(-20, true)]
    [InlineData(-3600, false)]
    public void TheDateOfTheFirstSegmentIsTheUtcOfItsPictures(int seconds, bool isBelieved)
    {
        Begin(1);
        DateTime date = _time.GetUtcNow().UtcDateTime.AddSeconds(seconds);
        Add(0, 0, Take(new MadeTransportStream(), 50), date: date);

        Run(seconds: 1);

        ClockMapping clock = _streams.Find("cam")!.Clock;
        DateTime first = clock.ToUtc(Pictures[0].DecodeTime, Second);
        Assert.Equal(isBelieved ? ClockSource.SenderReport : ClockSource.Arrival, clock.Source);
        Assert.InRange((first - date).TotalMilliseconds, isBelieved ? -1 : 3_500_000, isBelieved ? 1 : 3_700_000);
    }

    [Fact]
    public void SegmentsThatCannotBeReadAreCountedAndSaid()
    {
        Begin(1);
        Add(0, 0, "<html>Gone</html>"u8.ToArray());
        Add(0, 1, "WEBVTT\n\n"u8.ToArray());

        Run(seconds: 1);

        Assert.Equal((2, "it is a segment of subtitles"), (_readers[0].Unreadable, _readers[0].LastFault));
        Assert.Contains("segment 0: it is neither MPEG-TS nor fragmented MP4 nor packed audio; if it is encrypted, its playlist does not say so", _remarks);
    }

    private (MonotonicTime Arrival, MediaKind Kind, long DecodeTime, bool IsDiscontinuity)[] Pictures => [.. _units.Where(static unit => unit.Kind == MediaKind.Video)];

    private static byte[] Take(MadeTransportStream source, int frames) => [.. Enumerable.Range(0, frames).SelectMany(_ => source.Next())];

    private void Begin(int renditions)
    {
        _publisher.Begin(renditions);
        for (int i = 0; i < renditions; i++) _readers.Add(new RenditionReader(i, _line, _publisher, static _ => { }, _remarks.Add));
    }

    private void Add(int rendition, long number, byte[] bytes, long era = 0, TimeSpan lost = default, bool isAfterBreak = false, DateTime? date = null)
    {
        SegmentFetch fetch = new(rendition, new Uri("http://a/b.ts")) { Number = number, Duration = TimeSpan.FromSeconds(2), Era = era, LostBefore = lost, IsAfterBreak = isAfterBreak, ProgramDateTime = date };
        _readers[rendition].Add(new FetchedSegment(fetch, MediaBufferPool.Shared.Copy(bytes), default));
    }

    private void Run(double seconds)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            MonotonicTime now = MonotonicTime.Now(_time);
            foreach (RenditionReader reader in _readers) reader.Read(now);
            _publisher.Publish(now, isLast: false);
            Collect();
            _time.Advance(TimeSpan.FromMilliseconds(20));
        }
    }

    private void Collect()
    {
        if (_streams.Find("cam") is not { } stream) return;
        for (long i = Math.Max(_seen + 1, stream.Ring.Tail); i < stream.Ring.Head; i++)
        {
            if (stream.Ring.TryTake(i) is not { } unit) continue;
            _seen = i;
            _units.Add((unit.Arrival, unit.Track.Kind, unit.DecodeTime, unit.IsDiscontinuity));
            unit.Release();
        }
    }
}
