using System.Collections.Concurrent;
using Headrace.Media.Timing;

namespace Headrace.Transport.Srt;

/// <summary>The one thread that receives for all sockets of SRT: accepts, reads messages many at a time, and learns of connections that have come about or ended.</summary>
public sealed unsafe class SrtPoller : IDisposable
{
    /// <summary>Greatest bytes of a message in live mode: what an Ethernet frame holds.</summary>
    internal const int MaxMessage = 1456;

    /// <summary>Messages that a connection gets to hand over at a time, before others have their turn.</summary>
    internal const int MessagesPerTurn = 64;

    private const int MaxEvents = 64;

    /// <summary>How long it looks closely after a call has begun to come in, for the connection that comes of it.</summary>
    private static readonly TimeSpan Alertness = TimeSpan.FromSeconds(5);

    /// <summary>How long one wait of the library may take, and how often a thread that rests looks by itself.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly Action<Exception> _onError;
    private readonly ConcurrentDictionary<int, ISrtPolled> _sockets = new();
    private readonly Thread _thread;
    private readonly int _epoll;
    private readonly object _alarm = new();
    private bool _isAlarmed;
    private long _alertUntil;
    private int _peers;
    private volatile bool _isResting;
    private volatile bool _isStopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="library">libsrt, loaded.</param>
    /// <param name="clock">Time of what comes.</param>
    /// <param name="onError">Told of a fault in who takes what comes, which is a defect; the thread goes on.</param>
    public SrtPoller(SrtLibrary library, TimeProvider clock, Action<Exception> onError)
    {
        Library = library;
        _clock = clock;
        _onError = onError;
        _epoll = LibSrt.EpollCreate();
        if (_epoll == LibSrt.Failed) throw SrtError.Last().ToException();
        LibSrt.EpollSet(_epoll, LibSrt.EpollTakesNone);
        _thread = new Thread(Loop) { IsBackground = true, Name = "srt" };
        _thread.Start();
    }

    /// <summary>The library.</summary>
    public SrtLibrary Library { get; }

    /// <summary>Sockets that are looked after.</summary>
    public int Count => _sockets.Count;

    /// <summary>True while nobody is connected, called or calling: the library's way to wait is to look 100 times a second.</summary>
    internal bool IsResting => _isResting;

    /// <summary>The time.</summary>
    internal MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Room for what is received in a turn. For the thread alone.</summary>
    internal byte[] Buffer { get; } = GC.AllocateArray<byte>(MessagesPerTurn * MaxMessage, pinned: true);

    /// <summary>Ends the thread; sockets are their owners' concern.</summary>
    public void Dispose()
    {
        if (_isStopping) return;
        _isStopping = true;
        LibSrt.EpollRelease(_epoll);
        Wake();
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    /// <summary>Says that somebody calls. From any thread.</summary>
    internal void Alert()
    {
        Volatile.Write(ref _alertUntil, (Now + Alertness).Nanoseconds);
        Wake();
    }

    /// <summary>Tells of a fault in who takes part. From any thread.</summary>
    internal void Report(Exception error) => _onError(error);

    /// <summary>Looks after a socket from now on; false when that is over already.</summary>
    internal bool TryAdd(int socket, ISrtPolled polled, int events)
    {
        _sockets[socket] = polled;
        if (polled is not SrtListener) Interlocked.Increment(ref _peers);
        Wake();
        events |= LibSrt.EventError;
        if (LibSrt.EpollAdd(_epoll, socket, &events) != LibSrt.Failed) return true;
        TryForget(socket);
        return false;
    }

    internal void Remove(int socket)
    {
        if (TryForget(socket)) LibSrt.EpollRemove(_epoll, socket);
    }

    private bool TryForget(int socket)
    {
        if (!_sockets.TryRemove(socket, out ISrtPolled? polled)) return false;
        if (polled is not SrtListener) Interlocked.Decrement(ref _peers);
        return true;
    }

    private void Wake()
    {
        lock (_alarm)
        {
            _isAlarmed = true;
            Monitor.Pulse(_alarm);
        }
    }

    private void Rest()
    {
        lock (_alarm)
        {
            if (!_isAlarmed) Monitor.Wait(_alarm, LookInterval);
            _isAlarmed = false;
        }
    }

    private void Loop()
    {
        SrtReadiness* ready = stackalloc SrtReadiness[MaxEvents];
        while (!_isStopping)
        {
            _isResting = Volatile.Read(ref _peers) == 0 && Now.Nanoseconds >= Volatile.Read(ref _alertUntil);
            if (_isResting) Rest();
            int count = LibSrt.EpollWait(_epoll, ready, MaxEvents, _isResting ? 0 : (long)LookInterval.TotalMilliseconds);
            if (count == LibSrt.Failed)
            {
                // The list of sockets changed while it was looked at, or it is over.
                if (!_isStopping) Thread.Sleep(1);
                continue;
            }

            MonotonicTime now = Now;
            for (int i = 0; i < Math.Min(count, MaxEvents); i++)
            {
                if (_sockets.TryGetValue(ready[i].Socket, out ISrtPolled? polled)) Handle(polled, ready[i].Events, now);
                else LibSrt.EpollRemove(_epoll, ready[i].Socket);
            }
        }
    }

    private void Handle(ISrtPolled polled, int events, MonotonicTime now)
    {
        try
        {
            polled.OnReady(events, now);
        }
        catch (Exception e)
        {
            // One bad session must not end the thread that receives for all others.
            _onError(e);
            polled.OnFault();
        }
    }
}
