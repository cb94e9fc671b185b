using System.Net;
using System.Runtime.Versioning;
using Headrace.Endpoints.Ffmpeg;
using Headrace.Media.Buffers;
using Headrace.Streaming.Events;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Endpoints.Tests.Ffmpeg;

[SupportedOSPlatform("linux")]
public sealed class FfmpegSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VirtualTime _clock = new();
    private readonly LiveStream _stream;

    public FfmpegSourceTests()
    {
        EventHub events = new(_clock);
        _stream = new LiveStream("demo", new StreamOptions { IsConfigured = true }, new MemoryBudget(0, events, _clock, NullLogger.Instance), new LimitReports(events, _clock, NullLogger.Instance), events, _clock, NullLogger.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ProgramThatEndsIsStartedAgainAfterPausesThatGrowUpToTheCap()
    {
        FfmpegSource source = Source("echo 'no encoder' >&2; exit 3");
        await using SourceSupervisor supervisor = Supervise(source);
        TimeSpan[] longest = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)];
        for (int i = 0; i < longest.Length; i++)
        {
            await Eventually.True(() => source.Starts == i + 1 && _clock.NextDue is not null, $"start {i + 1} has failed", cancellation: Cancellation);
            Assert.Equal(i + 1, _stream.Snapshot().Inputs[0].Tries);
            TimeSpan pause = _clock.NextDue!.Value - _clock.Elapsed;
            Assert.InRange(pause, longest[i] / 2, longest[i]);
            _clock.Advance(pause);
        }
    }

    [Fact]
    public async Task WhatTheProgramSaidLastIsTheStreamsError()
    {
        await using SourceSupervisor supervisor = Supervise(Source("for i in $(seq 1 100); do echo line $i >&2; done; echo 'no encoder' >&2; exit 3"));
        string error = await Eventually.Value(() => _stream.Snapshot().LastError, () => "the stream has an error", cancellation: Cancellation);
        Assert.Contains("ended with exit code 3: ", error, StringComparison.Ordinal);
        Assert.Contains("no encoder", error, StringComparison.Ordinal);
        Assert.DoesNotContain("line 50 ", error, StringComparison.Ordinal);
        Assert.Equal(StreamState.Error, _stream.Snapshot().State);
    }

    [Fact]
    public async Task MissingProgramIsSaidWithThePackageThatBringsIt()
    {
        await using SourceSupervisor supervisor = Supervise(new FfmpegSource(Options("/nowhere/ffmpeg"), _clock, NullLoggerFactory.Instance));
        string error = await Eventually.Value(() => _stream.Snapshot().LastError, () => "the stream has an error", cancellation: Cancellation);
        Assert.StartsWith("/nowhere/ffmpeg cannot be started (", error, StringComparison.Ordinal);
        Assert.EndsWith("apt-get install ffmpeg", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProgramEndsWithTheSource()
    {
        FfmpegSource source = Source("exec sleep 1000");
        SourceSupervisor supervisor = Supervise(source);
        await Eventually.True(() => IsSleeping(source.ChildId), "the program runs", cancellation: Cancellation);
        int id = source.ChildId;
        await supervisor.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{id}"));
        Assert.Equal(0, source.ChildId);
        Assert.Equal(1, source.Starts);
    }

    [Fact]
    public async Task ProgramThatDoesNotWantToEndIsKilledAfterThreeSeconds()
    {
        FfmpegSource source = Source("trap '' INT; exec sleep 1000");
        SourceSupervisor supervisor = Supervise(source);
        await Eventually.True(() => IsSleeping(source.ChildId), "the program runs", cancellation: Cancellation);
        int id = source.ChildId;
        Task end = supervisor.DisposeAsync().AsTask();
        await Eventually.True(() => _clock.NextDue == TimeSpan.FromSeconds(3), "the program was asked to end", cancellation: Cancellation);
        Assert.True(Directory.Exists($"/proc/{id}"));
        _clock.Advance(TimeSpan.FromSeconds(3));
        await end;
        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task ArgumentsArriveOneByOneAndSecretsAreLeftOutOfItsLastWords()
    {
        string[] arguments = ["-i", "rtsp://ann:se cret@cam/a?token=se", "-headers", "Authorization: se-cret", "$(id); `id`"];
        FfmpegSource source = Source("for i in \"$@\"; do echo \"<$i>\" >&2; done; exit 1", arguments);
        await using SourceSupervisor supervisor = Supervise(source);
        string error = await Eventually.Value(() => _stream.Snapshot().LastError, () => "the stream has an error", cancellation: Cancellation);
        Assert.Equal(
            "ended with exit code 1: <-hide_banner> | <-nostdin> | <-loglevel> | <warning> | <-i> | <rtsp://***@cam/a?token=*** | <-headers> | <***> | <$(id); `id`>"
            + " | <-f> | <rtsp> | <-rtsp_transport> | <tcp> | <rtsp://127.0.0.1:8554/demo?token=***&input=***",
            error[error.IndexOf("ended", StringComparison.Ordinal)..]);
        Assert.Equal("ffmpeg:", source.Description);
    }

    [Fact]
    public void UrlThatWasCutIsLeftOut()
    {
        const string Cut = " rtsp://ann:secr";
        string start = new('x', LogTail.MaxLineLength - Cut.Length);
        Assert.Equal($"{start} rtsp://***", new FfmpegSecrets([]).Remove(start + Cut));
    }

    [Theory]
    [InlineData("rtsp://ann:secret@cam:554/a: Connection refused", "rtsp://***@cam:554/a: Connection refused")]
    [InlineData("Error opening 'srt://h:1?passphrase=secret': it", "Error opening 'srt://h:1?passphrase=***': it")]
    [InlineData("[in#0] http://ann:sec@ret@h/?a=secret x@y.z", "[in#0] http://***@h/?a=*** x@y.z")]
    [InlineData("/media/film.mp4: No such file or directory", "/media/film.mp4: No such file or directory")]
    public void CredentialsAndQueriesOfUrlsAreLeftOut(string line, string shown) => Assert.Equal(shown, new FfmpegSecrets([]).Remove(line));

    [Theory]
    [InlineData("[::]:8554", "rtsp://127.0.0.1:8554/demo")]
    [InlineData("0.0.0.0:554", "rtsp://127.0.0.1:554/demo")]
    [InlineData("127.0.0.1:8554", "rtsp://127.0.0.1:8554/demo")]
    [InlineData("[::1]:8554", "rtsp://[::1]:8554/demo")]
    [InlineData("10.0.0.5:8554", "rtsp://10.0.0.5:8554/demo")]
    public void StreamIsPublishedToOurOwnServer(string listen, string url) =>
        Assert.Equal(url, FfmpegSource.Url(new FfmpegSourceOptions { Stream = "demo", Rtsp = IPEndPoint.Parse(listen) }));

    private FfmpegSource Source(string script, IReadOnlyList<string>? arguments = null)
    {
        string program = Path.Combine(_folder.Path, "program");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new FfmpegSource(Options(program) with { Arguments = arguments }, _clock, NullLoggerFactory.Instance);
    }

    private SourceSupervisor Supervise(FfmpegSource source)
    {
        SourceSupervisor supervisor = new(source, _stream, new SourceSupervisorOptions { MaxBackOff = TimeSpan.FromSeconds(3) }, _clock, NullLoggerFactory.Instance);
        supervisor.Start();
        return supervisor;
    }

    private static FfmpegSourceOptions Options(string program) => new()
    {
        Stream = "demo",
        Rtsp = new IPEndPoint(IPAddress.Loopback, 8554),
        Token = "to-ken",
        Program = program,
    };

    private static bool IsSleeping(int id) => id != 0 && File.Exists($"/proc/{id}/comm") && File.ReadAllText($"/proc/{id}/comm").StartsWith("sleep", StringComparison.Ordinal);
}
