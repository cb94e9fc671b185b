using Headrace.Media.Codecs.Aac;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests.Slates;

/// <summary>What viewers see who come before there was any media; the slate is made by the real ffmpeg, the stream lives in virtual time.</summary>
public sealed class FirstSlateTests : StreamTest
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(5);
    private static readonly Task Forever = new TaskCompletionSource().Task;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ViewerWhoHasWaitedInVainSeesTheSlateAndThenThePublisher()
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = await MadeAsync(folder);
        LiveStream stream = Registry.Configure("cam", new StreamOptions { Gops = 100 });
        Task<bool> viewer = StreamPatience.WaitAsync(stream, Start, Forever, Time).AsTask();
        Pass(TimeSpan.FromSeconds(9.9));
        Assert.False(viewer.IsCompleted);
        Assert.False(IsShown(stream));
        Pass(TimeSpan.FromSeconds(0.2));
        Assert.True(await viewer.WaitAsync(Cancellation));
        TestSession reader = new();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        Assert.Equal([MediaKind.Video, MediaKind.Audio], stream.Tracks.Select(track => track.Kind));
        Assert.Equal(StreamState.Inactive, stream.Snapshot().State);
        Assert.False(stream.HasPublisher);

        Pass(TimeSpan.FromMinutes(1));
        List<AccessUnit> slate = Units(stream.Ring);
        AssertFlows(slate, MediaKind.Video, 25);
        AssertFlows(slate, MediaKind.Audio, 48_000 / 1024.0);
        Assert.DoesNotContain(slate.Skip(1), unit => unit.IsDiscontinuity);

        // The same sound, other pictures: a discontinuity of the pictures alone.
        new VirtualPublisher(Registry, "cam", Time, audio: Assert.IsType<AacFormat>(stream.Tracks[1].Format)).Run(60);
        Assert.False(IsShown(stream));
        Assert.Equal(StreamState.Active, stream.Snapshot().State);
        Assert.Null(reader.EndReason);
        List<AccessUnit> real = [.. Units(stream.Ring).Where(unit => unit.Sequence > slate[^1].Sequence)];
        Assert.Equal([MediaKind.Video], real.Where(unit => unit.IsDiscontinuity).Select(unit => unit.Track.Kind));
        Assert.Equal(60, real.Count(unit => unit.Track.Format == TestFormats.Small.Format));
        Assert.All(real.Where(unit => unit.Track.Kind == MediaKind.Video), unit => Assert.InRange(unit.PathTime, slate[^1].PathTime, long.MaxValue));
        stream.RemoveReader(reader, SessionEndReason.Closed);
    }

    [Fact]
    public async Task SlateIsShownAtOnceWhereNobodyWaitsForAPublisherAndGoesWithItsLastViewer()
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = await MadeAsync(folder);
        LiveStream stream = Registry.Configure("cam", new StreamOptions { WaitForStream = TimeSpan.Zero });
        Assert.True(Registry.GlanceAt("cam").CanBeRead);
        Task<bool> viewer = StreamPatience.WaitAsync(stream, Start, Forever, Time).AsTask();
        Pass(TimeSpan.FromSeconds(0.1));
        Assert.True(await viewer.WaitAsync(Cancellation));
        TestSession reader = new();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        Pass(TimeSpan.FromMinutes(2));
        Assert.True(IsShown(stream));

        // Whoever comes now sees it at once.
        Assert.True(await StreamPatience.WaitAsync(stream, Start, Forever, Time));
        stream.RemoveReader(reader, SessionEndReason.Closed);
        Pass(TimeSpan.FromSeconds(25));
        Assert.False(IsShown(stream));
        Assert.True(stream.Tracks.IsEmpty);
        Assert.False(stream.Ready.IsCompleted);
        Assert.Equal(0, Registry.Memory.Used);
    }

    [Fact]
    public async Task PublisherWhoComesInTimeIsWaitedFor()
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = await MadeAsync(folder);
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        Task<bool> viewer = StreamPatience.WaitAsync(stream, Start, Forever, Time).AsTask();
        Pass(TimeSpan.FromSeconds(9));
        Publisher().Run(90);
        Pass(TimeSpan.FromSeconds(3));
        Assert.True(await viewer.WaitAsync(Cancellation));
        Assert.DoesNotContain(Units(stream.Ring), unit => unit.Track.Kind == MediaKind.Video && unit.Track.Format != TestFormats.Small.Format);
    }

    [Fact]
    public async Task ViewersOfACameraThatNeverAnsweredSeeTheSlateAndItsFaultStays()
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = await MadeAsync(folder);
        LiveStream stream = Registry.Configure("cam", new StreamOptions { IsPulled = true });
        StreamInput camera = stream.Supply.AttachInput("main", "rtsp://10.0.0.3/main", 0, isOnDemand: false);
        stream.Supply.BeginTry(camera, BreakerState.Closed);
        Task<bool> viewer = StreamPatience.WaitAsync(stream, Start, Forever, Time).AsTask();
        stream.Supply.ReportFault(camera, "no route to host");
        Pass(TimeSpan.FromSeconds(10.5));
        Assert.True(await viewer.WaitAsync(Cancellation));
        TestSession reader = new();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        StreamSnapshot seen = stream.Snapshot();
        Assert.Equal((StreamState.Error, "no route to host"), (seen.State, seen.LastError));
        stream.RemoveReader(reader, SessionEndReason.Closed);
        Pass(TimeSpan.FromSeconds(25));
        Assert.Equal(StreamState.Error, stream.Snapshot().State);
        Assert.True(stream.Tracks.IsEmpty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CameraWithoutSoundHasSilenceWhereSomebodyHeardThatAlready(bool isRead)
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = await MadeAsync(folder);
        LiveStream stream = Registry.Configure("cam", new StreamOptions { WaitForStream = TimeSpan.Zero });
        Task<bool> viewer = StreamPatience.WaitAsync(stream, Start, Forever, Time).AsTask();
        Pass(TimeSpan.FromSeconds(0.1));
        Assert.True(await viewer.WaitAsync(Cancellation));
        TestSession reader = new();
        if (isRead) Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        Publisher(hasAudio: false).Run(60);
        Assert.Equal(isRead ? [MediaKind.Video, MediaKind.Audio] : [MediaKind.Video], stream.Tracks.Select(track => track.Kind));
        Assert.Equal(TestFormats.Small.Format, stream.Tracks[0].Format);
        if (isRead) stream.RemoveReader(reader, SessionEndReason.Closed);
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("builtin", false)]
    public async Task StreamThatWantsNoneOrIsNotNamedRefuses(string slate, bool isNamed)
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = new(folder.Path, TimeProvider.System, NullLoggerFactory.Instance);
        UseOptions(new StreamOptions(), slates: library);
        if (isNamed) Registry.Configure("cam", new StreamOptions { Slate = slate, WaitForStream = TimeSpan.Zero });
        Assert.False(Registry.GlanceAt("cam").CanBeRead);
        if (isNamed) Assert.False(await StreamPatience.WaitAsync(Stream(), Start, Forever, Time));
        Assert.False(Directory.EnumerateFileSystemEntries(folder.Path).Any());
    }

    [Fact]
    public async Task WithoutFfmpegViewersAreRefusedAsBefore()
    {
        using TemporaryFolder folder = new();
        using SlateLibrary library = new(folder.Path, TimeProvider.System, NullLoggerFactory.Instance, "no-such-program");
        UseOptions(new StreamOptions(), slates: library);
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        Assert.Null(await library.GetAsync(SlateProfile.Usual("")));
        Task<bool> viewer = StreamPatience.WaitAsync(stream, Start, Forever, Time).AsTask();
        Pass(TimeSpan.FromSeconds(10.5));
        Assert.False(await viewer.WaitAsync(Cancellation));
    }

    private async Task<SlateLibrary> MadeAsync(TemporaryFolder folder)
    {
        Skip.UnlessInstalled("ffmpeg");
        SlateLibrary library = new(folder.Path, TimeProvider.System, NullLoggerFactory.Instance);
        UseOptions(new StreamOptions { Gops = 100 }, slates: library);
        Assert.NotNull(await library.GetAsync(SlateProfile.Usual("")));
        return library;
    }

    private static void AssertFlows(List<AccessUnit> units, MediaKind kind, double rate)
    {
        List<AccessUnit> of = [.. units.Where(unit => unit.Track.Kind == kind)];
        Assert.InRange(of.Count, 50 * rate, 62 * rate);
        Assert.All(of.Zip(of.Skip(1)), pair => Assert.InRange((pair.Second.PathTime - pair.First.PathTime) * rate / 1e9, 0.9, 1.1));
    }

    private static bool IsShown(LiveStream stream) => stream.Snapshot().Inputs.Any(input => input.Label == StreamInput.Slate && input.State == InputState.Active);
}
