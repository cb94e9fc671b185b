using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Slates;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests.Slates;

/// <summary>What viewers see when their publisher stays away; the slate is made by the real ffmpeg, the stream lives in virtual time.</summary>
public sealed class SlateTests : StreamTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Pain 10: viewers see a picture instead of the door, and then their publisher again.</summary>
    [Fact]
    public async Task ReadersStayWithTheSlateUntilThePublisherReturns()
    {
        using TemporaryFolder folder = new();
        Skip.UnlessInstalled("ffmpeg");
        using SlateLibrary library = new(folder.Path, TimeProvider.System, NullLoggerFactory.Instance);
        UseSlates(library);
        LiveStream stream = Registry.Configure("cam", new StreamOptions { Gops = 100 });
        TestSession reader = new();
        VirtualPublisher publisher = Publisher();
        publisher.Run(70);
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        await Eventually.True(() => IsShown(stream), "the slate is shown", TimeSpan.FromSeconds(60), Cancellation);
        Pass(TimeSpan.FromSeconds(5));
        Assert.Null(reader.EndReason);
        Assert.Equal(StreamState.Inactive, stream.Snapshot().State);
        Assert.False(stream.HasPublisher);

        List<AccessUnit> slate = [.. Of(stream, MediaKind.Video).Skip(70)];
        Assert.InRange(slate.Count, 100, 400);
        Assert.True(slate[0].RandomAccess.IsPoint && slate[0].IsDiscontinuity);
        Assert.DoesNotContain(slate.Skip(1), unit => unit.IsDiscontinuity);
        Assert.All(slate.Zip(slate.Skip(1)), pair => Assert.InRange(pair.Second.PathTime - pair.First.PathTime, 30_000_000, 50_000_000));
        Assert.Equal((1280, 720), (Assert.IsAssignableFrom<VideoFormat>(slate[0].Track.Format).Width, Assert.IsAssignableFrom<VideoFormat>(slate[0].Track.Format).Height));

        List<AccessUnit> sound = Of(stream, MediaKind.Audio);
        Assert.True(sound.Count(unit => unit.PathTime >= slate[0].PathTime) > 100, "silence goes with it");
        Assert.All(sound.Where(unit => unit.PathTime > slate[0].PathTime), unit => Assert.False(unit.IsDiscontinuity));

        stream.Pause();
        long units = Units(stream.Ring).Count;
        Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(units, Units(stream.Ring).Count);
        stream.Resume();
        Pass(TimeSpan.FromSeconds(3));
        Assert.True(Units(stream.Ring).Count > units + 100, "it goes on behind a pause");

        VirtualPublisher returned = Publisher();
        returned.Run(60);
        Assert.Null(reader.EndReason);
        Assert.False(IsShown(stream));
        Assert.Equal(StreamState.Active, stream.Snapshot().State);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(60, Of(stream, MediaKind.Video).Count(unit => unit.PathTime > slate[^1].PathTime && unit.Payload.Length == 400));
        stream.RemoveReader(reader, Sessions.SessionEndReason.Closed);
    }

    [Fact]
    public async Task SlateIsMadeOnceAndKeptInItsDirectory()
    {
        using TemporaryFolder folder = new();
        Skip.UnlessInstalled("ffmpeg");
        SlateProfile profile = SlateProfile.Of((VideoFormat)TestFormats.Large.Format, "")!;
        RecordingLogger log = new();
        using SlateLibrary first = new(folder.Path, TimeProvider.System, log);
        Task<SlateClip?> made = first.GetAsync(profile);
        Assert.Same(made, first.GetAsync(profile));
        SlateClip clip = Assert.IsType<SlateClip>(await made);
        Assert.Equal(TestFormats.Large.Format, clip.Format);
        Assert.InRange(clip.Pictures.Length, 24, 31);
        using SlateLibrary second = new(folder.Path, TimeProvider.System, log, "no-such-program");
        Assert.Equal(clip.Pictures.Length, Assert.IsType<SlateClip>(await second.GetAsync(profile)).Pictures.Length);
        Assert.Single(log.Lines, line => line.Contains("was made", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FileOfTheUsersIsShown()
    {
        using TemporaryFolder folder = new();
        Skip.UnlessInstalled("ffmpeg");
        string picture = Path.Combine(folder.Path, "away.png");
        await TestKit.Processes.ClientProcess.RunAsync("ffmpeg", ["-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1", picture], TimeSpan.FromMinutes(1), Cancellation);
        using SlateLibrary library = new(Path.Combine(folder.Path, "made"), TimeProvider.System, NullLoggerFactory.Instance);
        SlateClip clip = Assert.IsType<SlateClip>(await library.GetAsync(SlateProfile.Of((VideoFormat)TestFormats.Small.Format, picture)!));
        Assert.True(clip.Pictures[0].RandomAccess.IsPoint);
        Assert.NotEqual(SlateProfile.Of((VideoFormat)TestFormats.Small.Format, picture)!.Key, SlateProfile.Of((VideoFormat)TestFormats.Small.Format, "")!.Key);
    }

    [Fact]
    public async Task WithoutFfmpegTheLogSaysSoAndReadersAreLetGo()
    {
        using TemporaryFolder folder = new();
        RecordingLogger log = new();
        using SlateLibrary library = new(folder.Path, TimeProvider.System, log, "no-such-program");
        UseSlates(library);
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        TestSession reader = new();
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        publisher.End();
        await Eventually.True(() => log.Lines.Any(line => line.Contains("no-such-program cannot be started", StringComparison.Ordinal)), "the log says so", cancellation: Cancellation);
        Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(Sessions.SessionEndReason.PublisherGone, reader.EndReason);
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("builtin", false)]
    public void StreamThatWantsNoneOrIsNotNamedLetsItsReadersGo(string slate, bool isNamed)
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = new(folder.Path, TimeProvider.System, NullLoggerFactory.Instance);
        UseSlates(library);
        if (isNamed) Registry.Configure("cam", new StreamOptions { Slate = slate });
        TestSession reader = new();
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        Assert.Equal(ReaderRefusal.None, Stream().TryAddReader(reader));
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(Sessions.SessionEndReason.PublisherGone, reader.EndReason);
        Assert.False(Directory.EnumerateFileSystemEntries(folder.Path).Any());
    }

    [Fact]
    public void ListenersOfAStreamWithoutPicturesHearSilenceUntilThePublisherReturns()
    {
        UseOptions(new StreamOptions { Gops = 100 });
        LiveStream stream = Registry.Configure("cam", new StreamOptions { Gops = 100 });
        TestSession listener = new();
        VirtualPublisher publisher = Publisher(hasVideo: false);
        publisher.Run(70);
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(listener));
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        Assert.True(IsShown(stream));
        Pass(TimeSpan.FromSeconds(5));
        Assert.Null(listener.EndReason);
        Assert.Equal(StreamState.Inactive, stream.Snapshot().State);
        List<AccessUnit> silence = [.. Units(stream.Ring).SkipWhile(unit => unit.Payload.Length == 100)];
        Assert.InRange(silence.Count, 230, 300);
        Assert.DoesNotContain(silence.Skip(1), unit => unit.IsDiscontinuity);
        Assert.All(silence.Zip(silence.Skip(1)), pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
        Publisher(hasVideo: false).Run(60);
        Assert.False(IsShown(stream));
        Assert.Equal(100, Units(stream.Ring)[^1].Payload.Length);
        Assert.Null(listener.EndReason);
        stream.RemoveReader(listener, Sessions.SessionEndReason.Closed);
    }

    /// <summary>What returns without sound leaves nobody's sound standing still.</summary>
    [Fact]
    public void TrackOfSoundThatThePublisherCameBackWithoutIsSilent()
    {
        UseOptions(new StreamOptions { Gops = 100 });
        VirtualPublisher first = Publisher();
        first.Run(70);
        first.End();
        VirtualPublisher second = Publisher(hasAudio: false);
        second.Run(150);
        LiveStream stream = Stream();
        Assert.Equal(2, stream.Tracks.Length);
        List<AccessUnit> sound = Of(stream, MediaKind.Audio);
        Assert.All(sound.Zip(sound.Skip(1)), pair => Assert.InRange(pair.Second.PathTime - pair.First.PathTime, 21_000_000, 100_000_000));
        Assert.DoesNotContain(sound.Skip(1), unit => unit.IsDiscontinuity);
        Assert.InRange((Of(stream, MediaKind.Video)[^1].PathTime - sound[^1].PathTime) / 1e6, 0, 50);
        List<AccessUnit> silence = [.. sound.Where(unit => unit.Payload.Length != 100)];
        Assert.InRange(silence.Count, 225, 245);
        second.End();
        Publisher().Run(60);
        Assert.Contains(Of(stream, MediaKind.Audio).TakeLast(5), unit => unit.Payload.Length == 100);
    }

    private bool IsShown(LiveStream stream)
    {
        Registry.HandleTimeout(MonotonicTime.Now(Time));
        return stream.Snapshot().Inputs.Any(input => input.Label == StreamInput.Slate && input.State == InputState.Active);
    }

    private static List<AccessUnit> Of(LiveStream stream, MediaKind kind) => [.. Units(stream.Ring).Where(unit => unit.Track.Kind == kind)];

    private void UseSlates(SlateLibrary library) => UseOptions(new StreamOptions { Gops = 100 }, slates: library);
}
