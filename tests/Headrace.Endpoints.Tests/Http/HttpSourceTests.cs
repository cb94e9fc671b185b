using System.Collections.Concurrent;
using System.Net;
using Headrace.Endpoints.Http;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.TestKit.Processes;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Tests.Http;

/// <summary>What comes over HTTP is published: files by their own times, live ones as they come. The clock is virtual, the connection real.</summary>
public sealed class HttpSourceTests : IAsyncLifetime
{
    private static readonly ConcurrentDictionary<(string Extension, string Options), Lazy<Task<byte[]>>> Made = [];

    private readonly VirtualTime _time = new();
    private readonly LogLines _log = new();
    private readonly SessionRegistry _sessions = new();
    private readonly StreamRegistry _streams;
    private readonly CancellationTokenSource _stop = new();
    private WebHost? _host;
    private object? _input;

    public HttpSourceTests()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _streams = new StreamRegistry(new StreamRegistryOptions(), _time, _log);
    }

    private LiveStream Stream => _streams.Find("cam") ?? throw new InvalidOperationException("There is no stream.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_host is not null) await _host.DisposeAsync();
        _streams.RemoveAll(SessionEndReason.ServerShutdown);
        await Eventually.True(() => _sessions.Count == 0 && _streams.Memory.Used == 0, "nothing is left");
        _log.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData("a.ts", "", "video/mp2t")]
    [InlineData("a.mp4", "-movflags faststart", "video/mp4")]
    [InlineData("a.mp4", "-movflags frag_keyframe+empty_moov+default_base_moof", "video/mp4")]
    [InlineData("a.flv", "", "video/x-flv")]
    [InlineData("a.flv", "", "text/plain")]
    [InlineData("a.ts", "", "video/mp4")]
    public async Task FilesAndLiveBytesBecomeTheSameUnits(string name, string options, string contentType)
    {
        byte[] bytes = await MakeAsync(name, options);
        _host = await WebHost.StartAsync(async context =>
        {
            context.Response.ContentType = contentType;
            if (context.Request.Path == "/file") context.Response.ContentLength = bytes.Length;
            for (int at = 0; at < bytes.Length; at += 3001)
            {
                await context.Response.Body.WriteAsync(bytes.AsMemory(at, Math.Min(3001, bytes.Length - at)), context.RequestAborted);
                if (context.Request.Path != "/file") await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });
        SourceEnd file = await RunAsync(_host.At("/file"));
        Assert.Equal("it has come to its end", file.Fault);
        Assert.InRange(file.Worked.TotalSeconds, 1.9, 2.4);
        (int pictures, int sound) = Counts();
        Assert.Equal(50, pictures);
        Assert.InRange(sound, 93, 95);
        SourceEnd live = await RunAsync(_host.At("/live"));
        Assert.Equal("the server ended it", live.Fault);
        Assert.InRange(Counts().Pictures - pictures, 49, 50);
        Assert.InRange(Counts().Sound - sound, 85, 95);
    }

    [Fact]
    public async Task WhoSendsWaitsWhileTimeStands()
    {
        byte[] bytes = await MakeAsync("a.ts", "");
        long written = 0;
        _host = await WebHost.StartAsync(async context =>
        {
            context.Response.ContentLength = 1L << 40;
            while (true)
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
                Interlocked.Add(ref written, bytes.Length);
            }
        });
        Task<SourceEnd> run = Start(_host.At("/endless.ts"));
        await Eventually.True(() => _streams.Find("cam") is not null && Counts().Pictures > 0, "it has begun");
        long before = -1;
        await Eventually.True(() => before == (before = Interlocked.Read(ref written)) && before > 0, "the server waits");
        Assert.InRange(before, 1, 64_000_000);
        Assert.InRange(Counts().Pictures, 1, 60);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Theory]
    [InlineData("/page", "it is a page or a document, and no media; name the address of the media itself", SourceCause.NotMedia)]
    [InlineData("/list", "it is a playlist of HLS: its URL must end in .m3u8", SourceCause.NotMedia)]
    [InlineData("/none", "it answers 404 Not Found", SourceCause.NotFound)]
    [InlineData("/empty", "it is empty", SourceCause.NotMedia)]
    [InlineData("/rubbish", "what it is cannot be told: MP4, MPEG-TS, FLV are read; look whether media lies there", SourceCause.NotMedia)]
    [InlineData("/late.mp4", "its movie box (moov) stands behind its media, so that it cannot be read as it comes", SourceCause.Unknown)]
    public async Task WhatIsNoMediaSaysSo(string path, string fault, SourceCause cause)
    {
        byte[] late = path == "/late.mp4" ? await MakeAsync("late.mp4", "") : [];
        _host = await WebHost.StartAsync(context =>
        {
            if (path == "/none") context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            if (path == "/late.mp4") return context.Response.Body.WriteAsync(late).AsTask();
            return path is "/none" or "/empty" ? Task.CompletedTask : context.Response.WriteAsync(path switch { "/page" => "<!DOCTYPE html><html>", "/list" => "#EXTM3U\n", _ => "just some words that mean nothing" });
        });
        Assert.Equal(new SourceEnd(fault, TimeSpan.Zero) { Cause = cause }, await RunAsync(_host.At(path)));
    }

    [Fact]
    public async Task FileWhoseIndexLiesLastIsReadByRanges()
    {
        byte[] bytes = await MakeAsync("late.mp4", "");
        List<string> asked = [];
        _host = await WebHost.StartAsync(context =>
        {
            lock (asked) asked.Add(context.Request.Headers.Range.ToString());
            return Results.Bytes(bytes, "video/mp4", enableRangeProcessing: true).ExecuteAsync(context);
        });
        SourceEnd file = await RunAsync(_host.At("/late.mp4"));
        Assert.Equal("it has come to its end", file.Fault);
        (int pictures, int sound) = Counts();
        Assert.Equal(50, pictures);
        Assert.InRange(sound, 93, 95);
        int movie = bytes.AsSpan().IndexOf("moov"u8) - 4;
        int media = bytes.AsSpan().IndexOf("mdat"u8) - 4;
        Assert.Equal(["", $"bytes={movie}-", $"bytes={media}-{movie - 1}"], asked);
    }

    [Theory]
    [InlineData(false, "its movie box (moov) stands behind its media, and its server knows no ranges: write it with that box first (ffmpeg: -movflags +faststart)")]
    [InlineData(true, "its movie box (moov) stands behind its media, and it cannot be fetched from there: it answers 403 Forbidden")]
    public async Task FileWhoseIndexLiesLastAndCannotBeFetchedSaysWhatHelps(bool refuses, string fault)
    {
        byte[] bytes = await MakeAsync("late.mp4", "");
        _host = await WebHost.StartAsync(context =>
        {
            if (refuses && context.Request.Headers.Range.Count > 0) return Results.StatusCode(403).ExecuteAsync(context);
            return Results.Bytes(bytes, "video/mp4").ExecuteAsync(context);
        });
        Assert.Equal(new SourceEnd(fault, TimeSpan.Zero), await RunAsync(_host.At("/late.mp4")));
    }

    [Fact]
    public async Task FileThatIsCutOffBeforeItsIndexSaysSo()
    {
        byte[] late = await MakeAsync("late.mp4", "");
        byte[] bytes = late[..(late.AsSpan().IndexOf("moov"u8) - 4)];
        _host = await WebHost.StartAsync(context => Results.Bytes(bytes, "video/mp4", enableRangeProcessing: true).ExecuteAsync(context));
        Assert.Equal(new SourceEnd("it has no movie box (moov): it was cut off, or is still being written", TimeSpan.Zero), await RunAsync(_host.At("/late.mp4")));
    }

    [Fact]
    public async Task LiveMediaThatStaysAwayTimesOut()
    {
        byte[] bytes = await MakeAsync("a.ts", "");
        TaskCompletionSource end = new();
        _host = await WebHost.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(bytes);
            await context.Response.Body.FlushAsync();
            await end.Task;
        });
        SourceEnd ended = await RunAsync(_host.At("/a.ts"));
        end.SetResult();
        Assert.Equal("nothing has come for 10 s", ended.Fault);
    }

    private static Task<byte[]> MakeAsync(string name, string options) => Made.GetOrAdd((Path.GetExtension(name), options), static made => new Lazy<Task<byte[]>>(() => EncodeAsync(made.Extension, made.Options))).Value;

    private static async Task<byte[]> EncodeAsync(string extension, string options)
    {
        Skip.UnlessInstalled("ffmpeg");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "made" + extension);
        string[] inputs = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-f", "lavfi", "-i", "sine=r=48000:d=2"];
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-y", "-loglevel", "error", .. inputs, "-c:v", "libx264", "-preset", "superfast", "-bf", "2", "-g", "25", "-c:a", "aac", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), path]);
        return await File.ReadAllBytesAsync(path);
    }

    private Task<SourceEnd> Start(Uri url)
    {
        LiveStream stream = _streams.Configure("cam", new StreamOptions());
        _input ??= stream.Supply.AttachInput("main", "http:", 0, isOnDemand: false);
        Assert.True(HttpLocation.TryParse(url.AbsoluteUri, out HttpLocation? location));
        return new HttpSource(new HttpSourceOptions { Stream = "cam", Input = "main", Location = location }, _streams, _sessions, _time, _log).RunAsync(_stop.Token);
    }

    private async Task<SourceEnd> RunAsync(Uri url)
    {
        Task<SourceEnd> run = Start(url);
        await Eventually.True(
            () =>
            {
                if (!run.IsCompleted) _time.Advance(TimeSpan.FromMilliseconds(100));
                _streams.HandleTimeout(MonotonicTime.Now(_time));
                return run.IsCompleted;
            },
            "the run is over");
        return await run;
    }

    private (int Pictures, int Sound) Counts() => (Count(MediaKind.Video), Count(MediaKind.Audio));

    private int Count(MediaKind kind) => (int)Stream.Snapshot().Tracks.Where(track => track.Kind == kind).Sum(track => track.Units);
}
