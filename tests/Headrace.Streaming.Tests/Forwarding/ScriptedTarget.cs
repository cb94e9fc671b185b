using Headrace.Streaming.Branches;
using Headrace.Streaming.Forwarding;

namespace Headrace.Streaming.Tests.Forwarding;

/// <summary>A target whose runs end when and how a test says.</summary>
internal sealed class ScriptedTarget : IForwardTarget
{
    private TaskCompletionSource<ForwardEnd> _run = new();
    private ForwardRun? _now;
    private int _runs;

    public int Runs => Volatile.Read(ref _runs);

    public bool WasCancelled { get; private set; }

    public string Description => "made://target";

    public string Protocol => "made";

    public async Task<ForwardEnd> RunAsync(ForwardRun run, CancellationToken cancellation)
    {
        _run = new TaskCompletionSource<ForwardEnd>();
        _now = run;
        Interlocked.Increment(ref _runs);
        try
        {
            return await _run.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            WasCancelled = true;
            throw;
        }
    }

    /// <summary>Media goes out.</summary>
    public void Begin() => _now!.Begin(new TestSession());

    public long Lost => _now!.Lost;

    /// <summary>The target falls behind.</summary>
    public void Skip(in CursorSkip skip) => _now!.OnSkip(skip);

    public void End(ForwardEnd end) => _run.SetResult(end);

    public void Throw(Exception fault) => _run.SetException(fault);
}
