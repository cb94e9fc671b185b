using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Hls.Files;

/// <summary>
/// Does the file work of one branch, in order, on a thread of the pool: the publisher's call only queues it. What the disk does not take is lost, counted, and named once; playing goes on from
/// memory.
/// </summary>
internal sealed class HlsFileWriter
{
    /// <summary>Jobs that wait at most: a window's worth of segments. One more is lost.</summary>
    public const int MaxWaiting = 64;

    private readonly Channel<IHlsFileJob> _jobs = Channel.CreateBounded<IHlsFileJob>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly HlsDirectory _directory;
    private readonly string _stream;
    private readonly ILogger _logger;
    private readonly Action _onLost;
    private int _waiting;
    private long _lost;
    private long _told;
    private bool _isFailing;
    private IHlsFileJob? _last;

    /// <summary>A writer that begins when another one, of the same files, is done.</summary>
    public HlsFileWriter(HlsDirectory directory, string stream, ILogger logger, Task before, Action onLost)
    {
        (_directory, _stream, _logger, _onLost) = (directory, stream, logger, onLost);
        Completion = Task.Run(() => RunAsync(before));
    }

    /// <summary>Jobs that are not done yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Files that were not written.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Completes when nothing is left to do after <see cref="Complete"/>.</summary>
    public Task Completion { get; }

    /// <summary>Queues a job. One that cannot wait is dropped.</summary>
    public void Add(IHlsFileJob job)
    {
        Interlocked.Increment(ref _waiting);
        if (_jobs.Writer.TryWrite(job)) return;
        Interlocked.Decrement(ref _waiting);
        CountLost();
        job.Drop();
    }

    /// <summary>No more will come; a last job is done after all that wait, however many.</summary>
    public void Complete(IHlsFileJob last)
    {
        _last = last;
        _jobs.Writer.TryComplete();
    }

    private async Task RunAsync(Task before)
    {
        await before.ConfigureAwait(false);
        await foreach (IHlsFileJob job in _jobs.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Run(job);
            Interlocked.Decrement(ref _waiting);
        }

        if (_last is { } last) Run(last);
    }

    private void Run(IHlsFileJob job)
    {
        try
        {
            if (job.Run(_directory)) Succeed();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
        }
        finally
        {
            job.Drop();
        }
    }

    private void Fail(Exception fault)
    {
        CountLost();
        if (_isFailing) return;
        _isFailing = true;
        HlsFileLog.CannotWrite(_logger, _stream, _directory.Root, fault.Message);
    }

    private void CountLost()
    {
        Interlocked.Increment(ref _lost);
        _onLost();
    }

    private void Succeed()
    {
        if (!_isFailing) return;
        _isFailing = false;
        HlsFileLog.WritesAgain(_logger, _stream, _directory.Root, Lost - _told);
        _told = Lost;
    }
}
