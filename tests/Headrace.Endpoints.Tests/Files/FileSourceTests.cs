using Headrace.Endpoints.Files;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Endpoints.Tests.Files;

/// <summary>Files are played as live streams, in virtual time.</summary>
public sealed class FileSourceTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly VirtualTime _time = new();
    private readonly LogLines _log = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SessionRegistry _sessions = new();
    private readonly StreamRegistry _streams;
    private readonly List<Seen> _seen = [];
    private long _read;

    public FileSourceTests() => _streams = new StreamRegistry(new StreamRegistryOptions(), _time, _log);

    private LiveStream Stream => _streams.Find("cam") ?? throw new InvalidOperationException("There is no stream.");

    public void Dispose()
    {
        _streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, _streams.Memory.Used);
        Assert.Equal(0, _sessions.Count);
        _log.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("loop.mp4", "-bf 2", 1.0, 1.0, 1000)]
    [InlineData("longsound.mp4", "-bf 2", 1.0, 1.27, 100)]
    [InlineData("longpicture.mp4", "-bf 0", 1.0, 0.61, 100)]
    [InlineData("loop.ts", "-bf 2", 1.0, 1.0, 100)]
    [InlineData("loop.flv", "-bf 2", 1.0, 1.0, 100)]
    [InlineData("fragments.mp4", "-bf 2 -movflags frag_keyframe+empty_moov", 1.0, 1.0, 100)]
    [InlineData("opengop.ts", "-bf 2 -x264-params open-gop=1:keyint=10:bframes=2:b-adapt=0", 2.0, 2.0, 50)]
    public async Task LoopsAreOneLineWithoutBreaks(string name, string options, double picture, double sound, int loops)
    {
        string path = await MakeAsync(name, options, picture, sound);
        using CancellationTokenSource stop = new();
        Task<SourceEnd> run = Start(path, stop.Token);
        double length = Math.Max(picture, sound);
        while (_time.Elapsed.TotalSeconds < (loops + 1) * length) Pass();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        foreach (MediaKind kind in (MediaKind[])[MediaKind.Video, MediaKind.Audio])
        {
            Seen[] units = [.. _seen.Where(unit => unit.Kind == kind)];
            Assert.All(units.Skip(1), unit => Assert.False(unit.IsDiscontinuity));
            Assert.All(units.Zip(units.Skip(1)), pair => Assert.True(pair.Second.Decode > pair.First.Decode));
            Assert.InRange(units.Length / length / loops, 10, 60);
        }

        double[] skews = Skews(loops);
        Assert.InRange(skews.Length, loops * 0.9, loops + 1);
        Assert.InRange(skews.Max() - skews.Min(), 0, 0.001);
        Assert.Equal((0, 0), (Stream.TimelineCounters.Slewed, Stream.TimelineCounters.Discontinuities));
        Assert.Empty(_log.With("jump"));
        Assert.All(Stream.Snapshot().Tracks, track => Assert.Equal(0, track.Drops.Total));
    }

    [Fact]
    public async Task PassesAreAsLongAsTheirLongestTrack()
    {
        string path = await MakeAsync("clip.mp4", "-bf 2", 1.0, 1.0);
        using CancellationTokenSource stop = new();
        Task<SourceEnd> run = Start(path, stop.Token);
        while (_time.Elapsed.TotalSeconds < 100) Pass();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(_seen.Count(unit => unit.Kind == MediaKind.Video) / 25.0, 94, 101);
        Seen last = _seen[^1];
        Assert.InRange(last.PathSeconds - _seen[0].PathSeconds, 99, 101.2);
    }

    [Fact]
    public async Task AFileThatWasReplacedIsReadAtTheNextPass()
    {
        string path = await MakeAsync("clip.mp4", "-bf 0", 1.0, 1.0);
        using CancellationTokenSource stop = new();
        Task<SourceEnd> run = Start(path, stop.Token);
        while (_time.Elapsed.TotalSeconds < 2.5) Pass();
        File.Copy(await MakeAsync("other.mp4", "-bf 0 -s 160x120", 1.0, 1.0), path + ".new");
        File.Move(path + ".new", path, overwrite: true);
        while (_time.Elapsed.TotalSeconds < 6) Pass();
        Assert.Equal("H.264 160x120", Stream.Tracks.First(track => track.Kind == MediaKind.Video).Format.Description[..13]);
        File.Delete(path);
        while (!run.IsCompleted && _time.Elapsed.TotalSeconds < 12) Pass();
        SourceEnd end = await run;
        Assert.Equal($"there is no file {path}", end.Fault);
        Assert.InRange(end.Worked.TotalSeconds, 5, 10);
    }

    [Fact]
    public async Task WhatCannotBePlayedSaysWhy()
    {
        string path = Path.Combine(_folder.Path, "x.mp4");
        Assert.Equal($"there is no file {path}", await FaultOfAsync(path));
        Assert.StartsWith("it cannot be read: ", await FaultOfAsync(_folder.Path), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(path, [], TestContext.Current.CancellationToken);
        Assert.Equal("it is empty", await FaultOfAsync(path));
        await File.WriteAllTextAsync(path, "<html><body>Not here</body></html>", TestContext.Current.CancellationToken);
        Assert.Equal("it is a page or a document, and no media; name the address of the media itself", await FaultOfAsync(path));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "x.bin"), "rubbish that nobody knows", TestContext.Current.CancellationToken);
        Assert.Equal("what it is cannot be told: MP4, MPEG-TS, FLV are read; look whether media lies there", await FaultOfAsync(Path.Combine(_folder.Path, "x.bin")));
        string good = await MakeAsync("whole.mp4", "-bf 0", 1.0, 1.0);
        byte[] bytes = await File.ReadAllBytesAsync(good, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, bytes[..^2000], TestContext.Current.CancellationToken);
        Assert.Equal("it has no movie box (moov): it was cut off, or is still being written", await FaultOfAsync(path));
    }

    [Fact]
    public async Task ASessionThatIsEndedFromOutsideEndsTheRun()
    {
        Task<SourceEnd> run = Start(await MakeAsync("clip.mp4", "-bf 0", 1.0, 1.0), CancellationToken.None);
        Pass();
        Session session = Assert.Single(_sessions.All);
        Assert.Equal(("file", SessionRole.Publisher, "main"), (session.Protocol, session.Role, session.Input));
        Assert.Equal($"file:{Path.Combine(_folder.Path, "clip.mp4")}", session.Remote.ToString());
        session.End(SessionEndReason.Kicked);
        Assert.Equal("the session was ended (Kicked)", (await run).Fault);
    }

    private async Task<string> MakeAsync(string name, string options, double picture, double sound)
    {
        Skip.UnlessInstalled("ffmpeg");
        string path = Path.Combine(_folder.Path, name);
        string[] inputs = ["-f", "lavfi", "-i", FormattableString.Invariant($"testsrc2=s=320x240:r=25:d={picture}"), "-f", "lavfi", "-i", FormattableString.Invariant($"anoisesrc=seed=7:a=0.3:r=48000:d={sound}")];
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-y", "-loglevel", "error", .. inputs, "-c:v", "libx264", "-preset", "superfast", "-g", "25", "-c:a", "aac", .. options.Split(' '), path]);
        return path;
    }

    private Task<SourceEnd> Start(string path, CancellationToken cancellation)
    {
        _streams.Configure("cam", new StreamOptions()).Supply.AttachInput("main", "file:", 0, isOnDemand: false);
        return new FileSource(new FileSourceOptions { Stream = "cam", Input = "main", Path = path }, _streams, _sessions, _time, _log).RunAsync(cancellation);
    }

    private async Task<string> FaultOfAsync(string path) => (await new FileSource(new FileSourceOptions { Stream = "none", Path = path }, _streams, _sessions, _time, _log).RunAsync(TestContext.Current.CancellationToken)).Fault;

    private void Pass()
    {
        _time.Advance(Step);
        _streams.HandleTimeout(MonotonicTime.Now(_time));
        if (_streams.Find("cam") is not { } stream) return;
        for (; _read < stream.Ring.Head; _read++)
        {
            if (stream.Ring.TryTake(_read) is not { } unit) continue;
            _seen.Add(new Seen(unit.Track.Kind, unit.DecodeTime, unit.DecodeTime + unit.PresentationOffset, unit.Track.ClockRate, unit.Payload.Length, HashOf(unit.Payload.Span), unit.IsDiscontinuity));
            unit.Release();
        }
    }

    /// <summary>In each pass: from a picture that it has once to a frame of sound that it has once.</summary>
    private double[] Skews(int loops)
    {
        double[] pictures = OncePerPass(MediaKind.Video), sound = OncePerPass(MediaKind.Audio);
        int count = Math.Min(pictures.Length, sound.Length);
        return [.. pictures[^count..].Zip(sound[^count..], (picture, frame) => frame - picture)];

        double[] OncePerPass(MediaKind kind) =>
            [.. _seen.Where(unit => unit.Kind == kind).GroupBy(unit => unit.Hash).OrderByDescending(group => group.First().Length).First(group => group.Count() > loops / 2 && group.Count() <= loops + 1 && group.Zip(group.Skip(1)).All(pair => pair.Second.ShownSeconds - pair.First.ShownSeconds > 0.9)).Select(unit => unit.ShownSeconds)];
    }

    private static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte b in bytes) hash = (hash ^ b) * 1_099_511_628_211;
        return hash;
    }

    private sealed record Seen(MediaKind Kind, long Decode, long Shown, int Rate, int Length, ulong Hash, bool IsDiscontinuity)
    {
        public double ShownSeconds => (double)Shown / Rate;

        public double PathSeconds => (double)Decode / Rate;
    }
}
