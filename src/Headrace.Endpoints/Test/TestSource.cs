using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Test;

/// <summary>The source <c>test:</c>: an ffmpeg of our own that publishes a test picture to our own RTSP server.</summary>
public sealed class TestSource(TestSourceOptions options, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Test");
    private int _childId;
    private int _starts;

    /// <inheritdoc/>
    public string Description => "test:";

    /// <summary>How often the program was started, successfully or not.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Id of the process that runs, or 0.</summary>
    public int ChildId => Volatile.Read(ref _childId);

    /// <summary>Runs the program until it ends, or ends it: three seconds at most until it is killed.</summary>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        string? font = TestSourceArguments.FindFont();
        if (font is null && _starts == 0) TestSourceLog.NoFont(_logger, options.Stream);
        long start = clock.GetTimestamp();
        Interlocked.Increment(ref _starts);
        if (!ChildProcess.TryStart(options.Program, TestSourceArguments.Create(options, font), clock, out ChildProcess? child, out string? fault))
            return new SourceEnd($"{options.Program} cannot be started ({fault}); install it, on Debian and Ubuntu with: apt-get install ffmpeg", TimeSpan.Zero);
        await using (child.ConfigureAwait(false))
        {
            Volatile.Write(ref _childId, child.Id);
            TestSourceLog.Started(_logger, options.Stream, options.Program, child.Id);
            try
            {
                int code = await child.WaitForEndAsync(cancellation).ConfigureAwait(false);
                string last = child.Log.Lines.Count == 0 ? "it said nothing" : string.Join(" | ", child.Log.Lines);
                return new SourceEnd($"{options.Program} ended with exit code {code}: {last}", clock.GetElapsedTime(start));
            }
            finally
            {
                Volatile.Write(ref _childId, 0);
            }
        }
    }
}
