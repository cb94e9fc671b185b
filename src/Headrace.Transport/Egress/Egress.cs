using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>One who sends, written for by one pump for its life.</summary>
public abstract class Egress
{
    private int _isScheduled;

    private protected Egress(EgressPump pump) => Pump = pump;

    /// <summary>The pump that writes for it.</summary>
    public EgressPump Pump { get; }

    /// <summary>Asks the pump to look at it. Thread-safe.</summary>
    public void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0) Pump.Enqueue(this);
    }

    internal void RunScheduled(MonotonicTime now)
    {
        Volatile.Write(ref _isScheduled, 0);
        Run(now);
    }

    /// <summary>The while after <see cref="EgressPump.RunSoon"/> is over. On the pump's thread.</summary>
    internal void RunPaced(MonotonicTime now)
    {
        IsWaiting = false;
        Run(now);
    }

    /// <summary>True from <see cref="WaitForMore"/> on until the pump has looked again.</summary>
    private protected bool IsWaiting { get; private set; }

    /// <summary>The source has more before its ring says so: it is asked again after a while.</summary>
    private protected void WaitForMore()
    {
        if (IsWaiting) return;
        IsWaiting = true;
        Pump.RunSoon(this);
    }

    /// <summary>Writes what there is to write. On the pump's thread; does not throw.</summary>
    internal abstract void Run(MonotonicTime now);
}
