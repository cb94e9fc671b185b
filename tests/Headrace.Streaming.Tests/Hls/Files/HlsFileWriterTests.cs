using Headrace.Streaming.Hls.Files;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Hls.Files;

public sealed class HlsFileWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogger _log = new();
    private int _lost;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DiskThatStandsStillHoldsNoMoreThanItsBound()
    {
        TaskCompletionSource disk = new();
        HlsFileWriter writer = new(new HlsDirectory(_folder.Path), "cam", _log, disk.Task, () => _lost++);
        CountingJob[] jobs = [.. Enumerable.Range(0, HlsFileWriter.MaxWaiting + 6).Select(_ => new CountingJob())];
        foreach (CountingJob job in jobs) writer.Add(job);
        Assert.Equal((HlsFileWriter.MaxWaiting, 6L), (writer.Waiting, writer.Lost));
        Assert.Equal(6, _lost);
        Assert.All(jobs[^6..], job => Assert.Equal((0, 1), (job.Runs, job.Drops)));
        CountingJob last = new();
        writer.Complete(last);
        disk.SetResult();
        await writer.Completion;
        Assert.All(jobs[..^6].Append(last), job => Assert.Equal((1, 1), (job.Runs, job.Drops)));
    }

    [Fact]
    public async Task FaultIsToldOnceUntilMediaIsWrittenAgain()
    {
        HlsFileWriter writer = new(new HlsDirectory(_folder.Path), "cam", _log, Task.CompletedTask, () => _lost++);
        foreach (bool fails in new[] { true, true, false, true }) writer.Add(new CountingJob { Fails = fails });
        writer.Complete(new CountingJob { WritesMedia = false });
        await writer.Completion;
        Assert.Equal((3, 3), (writer.Lost, _lost));
        Assert.Equal(
            ["cannot be written", "again; 2 files are missing", "cannot be written"],
            _log.Lines.Select(line => new[] { "cannot be written", "again; 2 files are missing" }.Single(words => line.Contains(words, StringComparison.Ordinal))));
    }

    private sealed class CountingJob : IHlsFileJob
    {
        public bool Fails { get; init; }

        public bool WritesMedia { get; init; } = true;

        public int Runs { get; private set; }

        public int Drops { get; private set; }

        public bool Run(HlsDirectory directory)
        {
            Runs++;
            return Fails ? throw new IOException("full") : WritesMedia;
        }

        public void Drop() => Drops++;
    }
}
