using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Transport.Egress;

namespace Headrace.Transport.Srt;

/// <summary>
/// Sends a source's bytes over a connection, in messages of <see cref="MessageBytes"/>. It never waits: while the peer has <see cref="MostUnacknowledged"/> to acknowledge,
/// or the library's buffer is full, nothing is asked of the source, who falls behind for it. It goes on when there is something new to send.
/// </summary>
/// <remarks>
/// Behind a network that was dead for a while libsrt does nothing by itself: a receiver asks again only for what it knows to be missing, and the sender gives up what is too old
/// only when something is sent. So something is, now and then, while nothing is acknowledged.
/// </remarks>
public sealed class SrtEgress : Egress.Egress
{
    /// <summary>Seven packets of MPEG-TS.</summary>
    public const int MessageBytes = 7 * 188;

    /// <summary>Span of what waits in the library at most; it gives up what is a second old, or as old as the latency where that is more.</summary>
    internal static readonly TimeSpan MostUnacknowledged = TimeSpan.FromMilliseconds(500);

    /// <summary>From one probe to the next while the peer acknowledges nothing.</summary>
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>What one pass sends at most for one connection, so that a burst does not hold up the others.</summary>
    private const int MaxBytesPerPass = 1024 * 1024;

    private readonly SrtConnection _connection;
    private readonly ISrtSource _source;
    private readonly TimeSpan _mostUnacknowledged;
    private MediaBuffer _current;
    private int _offset;
    private MonotonicTime? _stalledSince;
    private MonotonicTime _nextProbe;
    private long _dropped;
    private int _isClosed;
    private bool _isFreed;

    /// <summary>An egress that the pump asks for bytes when it is scheduled or its group is.</summary>
    public SrtEgress(EgressPump pump, SrtConnection connection, ISrtSource source)
        : base(pump)
    {
        _connection = connection;
        _source = source;
        _mostUnacknowledged = connection.SendLatency / 2 > MostUnacknowledged ? connection.SendLatency / 2 : MostUnacknowledged;
    }

    /// <summary>Ends the egress; when the pump has seen it, buffers go back. Thread-safe, idempotent.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0) Schedule();
    }

    internal override void Run(MonotonicTime now)
    {
        try
        {
            if (Volatile.Read(ref _isClosed) != 0) Free();
            else Write(now);
        }
        catch (Exception e)
        {
            // One bad source must not end the thread that serves all others, nor be asked again.
            Pump.Report(e);
            Close();
        }
    }

    private void Write(MonotonicTime now)
    {
        for (int budget = MaxBytesPerPass; budget > 0;)
        {
            if (_current.Length == 0 && (IsStalled(now) || !TryLoad(now))) return;
            int length = Math.Min(MessageBytes, _current.Length - _offset);
            switch (_connection.Send(_current.Span.Slice(_offset, length)))
            {
                case SrtSendResult.Full:
                    Stall(now);
                    return;
                case SrtSendResult.Gone:
                    // The receiving thread learns of it too, and ends the session.
                    Unload();
                    return;
            }

            budget -= length;
            _offset += length;
            if (_offset == _current.Length) Unload();
        }

        Schedule();
    }

    private bool TryLoad(MonotonicTime now)
    {
        if (_source.TryNext(now, out _current)) return _current.Length > 0;
        if (_source.IsPaced) WaitForMore();
        return false;
    }

    private bool IsStalled(MonotonicTime now)
    {
        if (_connection.Unacknowledged > _mostUnacknowledged)
        {
            Stall(now);
            SendProbe(now);
            return true;
        }

        if (_stalledSince is null) return false;
        _stalledSince = null;
        long dropped = _connection.CountDropped();
        if (dropped != _dropped) _source.OnDropped(now);
        _dropped = dropped;
        return false;
    }

    private void SendProbe(MonotonicTime now)
    {
        if (now < _nextProbe) return;
        _nextProbe = now + ProbeInterval;
        _connection.Send(_source.Probe);
    }

    private void Stall(MonotonicTime now)
    {
        if (_stalledSince is null) (_stalledSince, _nextProbe) = (now, now + ProbeInterval);
        _source.OnStalled(now - _stalledSince.Value);
    }

    private void Unload()
    {
        _offset = 0;
        MediaBuffer done = _current;
        _current = default;
        done.Release();
    }

    private void Free()
    {
        if (_isFreed) return;
        _isFreed = true;
        Unload();
    }
}
