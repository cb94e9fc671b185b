using System.Collections.Concurrent;
using Headrace.Media.Timing;

namespace Headrace.Transport.Srt;

/// <summary>The one thread that receives for all sockets of SRT: accepts, reads messages many at a time, and learns of connections that have come about or ended.</summary>
public sealed unsafe class SrtPoller : IDisposable
{
    /// <summary>Greatest bytes of a message in live mode: what an Ethernet frame holds.</summary>
    public const int MaxMessage = 1456;

    /// <summary>Messages that a connection gets to hand over at a time, before others have their turn.</summary>
    internal const int MessagesPerTurn = 64;

    private const int MaxEvents = 64;

    private readonly TimeProvider _clock;
    private readonly Action<Exception> _onError;
    private readonly ConcurrentDictionary<int, ISrtPolled> _sockets = new();
    private readonly Thread _thread;
    private readonly int _epoll;
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

    /// <summary>Room for what is received in a turn. For the thread alone.</summary>
    internal byte[] Buffer { get; } = GC.AllocateArray<byte>(MessagesPerTurn * MaxMessage, pinned: true);

    /// <summary>Ends the thread; sockets are their owners' concern.</summary>
    public void Dispose()
    {
        if (_isStopping) return;
        _isStopping = true;
        LibSrt.EpollRelease(_epoll);
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    /// <summary>Tells of a fault in who takes part. From any thread.</summary>
    internal void Report(Exception error) => _onError(error);

    /// <summary>Looks after a socket from now on; false when that is over already.</summary>
    internal bool TryAdd(int socket, ISrtPolled polled, int events)
    {
        _sockets[socket] = polled;
        events |= LibSrt.EventError;
        if (LibSrt.EpollAdd(_epoll, socket, &events) != LibSrt.Failed) return true;
        _sockets.TryRemove(socket, out _);
        return false;
    }

    internal void Remove(int socket)
    {
        if (_sockets.TryRemove(socket, out _)) LibSrt.EpollRemove(_epoll, socket);
    }

    private void Loop()
    {
        SrtReadiness* ready = stackalloc SrtReadiness[MaxEvents];
        while (!_isStopping)
        {
            int count = LibSrt.EpollWait(_epoll, ready, MaxEvents, -1);
            if (count == LibSrt.Failed)
            {
                // The list of sockets changed while it was looked at, or it is over.
                if (!_isStopping) Thread.Sleep(1);
                continue;
            }

            MonotonicTime now = MonotonicTime.Now(_clock);
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
