using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Egress;

/// <summary>One thread that writes for many connections: woken by rings and by single connections, it does all that is ready in one pass.</summary>
/// <remarks>Its work lists are bounded by the number of groups and connections: each stands in them once at most.</remarks>
public sealed class EgressPump : IDisposable
{
    /// <summary>How far apart the parts of a burst of datagrams are sent: many at once are lost.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    /// <summary>How far apart the parts of a burst are sent over what loses none: in few sends.</summary>
    private static readonly TimeSpan LosslessPace = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly Action<Exception> _onError;
    private List<Egress> _ready = [];
    private List<Egress> _readyNow = [];
    private List<EgressGroup> _dirty = [];
    private List<EgressGroup> _dirtyNow = [];
    private readonly PacedEgresses _datagrams = new(Pace);
    private readonly PacedEgresses _lossless = new(LosslessPace);
    private volatile bool _isStopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Name of the thread, for debuggers.</param>
    /// <param name="clock">The clock of pacing and stalls.</param>
    /// <param name="onError">Told of a fault in a source, which is a defect; the pump goes on.</param>
    /// <param name="ring">What sends for many at once, its own from now on; null: a call for each.</param>
    internal EgressPump(string name, TimeProvider clock, Action<Exception> onError, SendRing? ring)
    {
        Round = new SendRound(ring);
        _clock = clock;
        _onError = onError;
        _thread = new Thread(Loop) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Makes a group whose members read one ring.</summary>
    public EgressGroup CreateGroup() => new(this);

    /// <summary>Stops the thread after one more pass, which frees connections that were closed, and waits for it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isStopping = true;
            _wake.Set();
        }

        if (Thread.CurrentThread != _thread) _thread.Join();
        _wake.Dispose();
    }

    internal void Enqueue(Egress egress)
    {
        lock (_lock)
        {
            _ready.Add(egress);
            Wake();
        }
    }

    internal void Enqueue(EgressGroup group)
    {
        lock (_lock)
        {
            _dirty.Add(group);
            Wake();
        }
    }

    /// <summary>What was sent last over UDP, ready for the next receiver. For the pump's thread.</summary>
    internal UdpSendBatches Batches { get; } = new();

    /// <summary>The sends of the pass. For the pump's thread.</summary>
    internal SendRound Round { get; }

    /// <summary>Looks at an egress again after a while. On the pump's thread; once at most until it has.</summary>
    internal void RunSoon(Egress egress) => (egress is UdpEgress ? _datagrams : _lossless).Add(egress);

    internal void Report(Exception error) => _onError(error);

    /// <summary>Wakes the thread for the first thing in its lists; those behind it are found with it.</summary>
    private void Wake()
    {
        if (_ready.Count + _dirty.Count == 1 && !_isStopping) _wake.Set();
    }

    private void Loop()
    {
        bool isLast = false;
        while (!isLast)
        {
            lock (_lock)
            {
                (_ready, _readyNow) = (_readyNow, _ready);
                (_dirty, _dirtyNow) = (_dirtyNow, _dirty);
                isLast = _isStopping;
            }

            if (_readyNow.Count == 0 && _dirtyNow.Count == 0 && !_datagrams.IsDue && !_lossless.IsDue && !isLast)
            {
                _wake.WaitOne(_datagrams.Patience != Timeout.InfiniteTimeSpan ? _datagrams.Patience : _lossless.Patience);
                continue;
            }

            MonotonicTime now = MonotonicTime.Now(_clock);
            if (_datagrams.IsDue || isLast) _datagrams.Run(now);
            if (_lossless.IsDue || isLast) _lossless.Run(now);
            Pass(now);
            _readyNow.Clear();
            _dirtyNow.Clear();
        }

        Round.Dispose();
    }

    private void Pass(MonotonicTime now)
    {
        foreach (Egress egress in _readyNow) egress.RunScheduled(now);
        foreach (EgressGroup group in _dirtyNow) group.Run(now);
    }
}
