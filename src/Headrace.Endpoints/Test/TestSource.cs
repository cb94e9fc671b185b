using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Test;

/// <summary>
/// The source <c>test:</c>: an ffmpeg of our own that publishes a test picture to our own RTSP server. It is started again, with growing pauses and for ever,
/// whenever it ends, and ends with us.
/// </summary>
public sealed class TestSource : IAsyncDisposable
{
    /// <summary>One that ran this long has worked: the pauses begin anew.</summary>
    public static readonly TimeSpan SteadyAfter = TimeSpan.FromSeconds(30);

    private readonly TestSourceOptions _options;
    private readonly LiveStream _stream;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RestartBackOff _backOff;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private string? _lastFault;
    private int _childId;
    private int _starts;

    /// <summary>A source that does nothing yet.</summary>
    public TestSource(TestSourceOptions options, LiveStream stream, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        _stream = stream;
        _clock = clock;
        _logger = loggers.CreateLogger("Headrace.Test");
        _backOff = new RestartBackOff(options.FirstBackOff, options.MaxBackOff, Random.Shared);
    }

    /// <summary>How often the program was started, successfully or not.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Id of the process that runs, or 0.</summary>
    public int ChildId => Volatile.Read(ref _childId);

    /// <summary>Begins to publish.</summary>
    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Ends the program and waits for it: three seconds at most until it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        string? font = TestSourceArguments.FindFont();
        if (font is null) TestSourceLog.NoFont(_logger, _options.Stream);
        IReadOnlyList<string> arguments = TestSourceArguments.Create(_options, font);
        while (!_stop.IsCancellationRequested)
        {
            long start = _clock.GetTimestamp();
            string fault = await RunOnceAsync(arguments).ConfigureAwait(false);
            if (_stop.IsCancellationRequested) return;
            if (_clock.GetElapsedTime(start) >= SteadyAfter) _backOff.Reset();
            await PauseAsync(fault, _backOff.Next()).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the program once.</summary>
    /// <returns>Why it ended.</returns>
    private async Task<string> RunOnceAsync(IReadOnlyList<string> arguments)
    {
        Interlocked.Increment(ref _starts);
        if (!ChildProcess.TryStart(_options.Program, arguments, _clock, out ChildProcess? child, out string? fault))
            return $"{_options.Program} cannot be started ({fault}); install it, on Debian and Ubuntu with: apt-get install ffmpeg";
        await using (child.ConfigureAwait(false))
        {
            Volatile.Write(ref _childId, child.Id);
            TestSourceLog.Started(_logger, _options.Stream, _options.Program, child.Id);
            try
            {
                int code = await child.WaitForEndAsync(_stop.Token).ConfigureAwait(false);
                string last = child.Log.Lines.Count == 0 ? "it said nothing" : string.Join(" | ", child.Log.Lines);
                return $"{_options.Program} ended with exit code {code}: {last}";
            }
            catch (OperationCanceledException)
            {
                return "the server stops";
            }
            finally
            {
                Volatile.Write(ref _childId, 0);
            }
        }
    }

    private async Task PauseAsync(string fault, TimeSpan pause)
    {
        // The same fault again and again is one line: the API says that it still is so.
        if (fault != _lastFault) TestSourceLog.Failed(_logger, _options.Stream, fault, pause.TotalSeconds);
        _lastFault = fault;
        _stream.ReportSourceFault(fault);
        try
        {
            await Task.Delay(pause, _clock, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server stops: the loop sees it.
        }
    }
}
