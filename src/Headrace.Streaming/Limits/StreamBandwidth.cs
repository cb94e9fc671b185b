using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Limits;

/// <summary>
/// What a stream may send: its own limit, and its share of that of all. While it has sent too much, its pictures are withheld from its outputs, from one
/// picture on up to a key frame: all viewers skip together, and none gets a broken picture. Sound beside pictures goes on. What is withheld is taken in and
/// held all the same.
/// </summary>
public sealed class StreamBandwidth
{
    /// <summary>Debt of the stream's own limit, in seconds of it, that is not forgiven.</summary>
    private const int MaxDebtSeconds = 2;

    /// <summary>How long after pictures were withheld no viewer comes in.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);

    private readonly TokenBucket _own = new();
    private volatile bool _isOpen = true;
    private uint _withholding;
    private uint _leading;
    private long _withheld;
    private long _skips;
    private long _closedUntil;

    /// <summary>Pictures, or frames of streams without pictures, that were withheld.</summary>
    public long Withheld => Interlocked.Read(ref _withheld);

    /// <summary>How often viewers had to skip to a key frame for it.</summary>
    public long Skips => Interlocked.Read(ref _skips);

    /// <summary>True while it may send.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>What it may send of the bandwidth of all.</summary>
    internal TokenBucket Share { get; } = new();

    /// <summary>Bytes that had been sent at the last look; null when there was none.</summary>
    internal long? SentBefore { get; set; }

    /// <summary>True while one more viewer would only take from those who are there.</summary>
    internal bool RefusesViewers(MonotonicTime now) => now.Nanoseconds < Volatile.Read(ref _closedUntil);

    /// <summary>Settles what was sent since the last look with its own limit; what it has of all is settled before.</summary>
    /// <returns>The limit that is passed, one of <see cref="LimitKeys"/>, or null.</returns>
    internal string? Settle(long sent, double seconds, long ownBitsPerSecond, bool hasShare, MonotonicTime now)
    {
        if (ownBitsPerSecond > 0)
        {
            double bytesPerSecond = ownBitsPerSecond / 8.0;
            _own.Resize(bytesPerSecond, MaxDebtSeconds * bytesPerSecond);
            _own.Take(sent);
            _own.Fill(bytesPerSecond * seconds);
        }

        bool isOverOwn = ownBitsPerSecond > 0 && _own.Tokens <= 0;
        bool isOverShare = hasShare && Share.Tokens <= 0;
        _isOpen = !isOverOwn && !isOverShare;
        if (_isOpen) return null;
        Volatile.Write(ref _closedUntil, (now + Recovery).Nanoseconds);
        return isOverOwn ? LimitKeys.StreamBandwidth : LimitKeys.Bandwidth;
    }

    /// <summary>Whether a unit goes on to the outputs. Under the stream's lock.</summary>
    internal bool Passes(AccessUnit unit, bool hasVideo)
    {
        if (_isOpen && (_withholding | _leading) == 0) return true;
        if (unit.Track.Kind != MediaKind.Video && hasVideo) return true;
        uint track = 1u << unit.Track.Id;
        // A key frame with which format or time begins anew is sent whatever it costs: outputs must see the change.
        bool mayPass = _isOpen || unit.IsDiscontinuity;
        if (mayPass && (_withholding & track) != 0 && unit.IsJoinPoint) Resume(unit, track);
        else if (!mayPass) Withhold(track);
        if ((_withholding & track) == 0 && (_leading & track) != 0 && !unit.IsLeading && !unit.IsJoinPoint) _leading &= ~track;
        if ((_withholding & track) == 0 && !((_leading & track) != 0 && unit.IsLeading)) return true;
        Interlocked.Increment(ref _withheld);
        return false;
    }

    /// <summary>Goes on at a key frame; pictures that lead it refer to what was withheld.</summary>
    private void Resume(AccessUnit unit, uint track)
    {
        _withholding &= ~track;
        if (unit.RandomAccess.Kind == RandomAccessKind.Idr) _leading &= ~track;
        else _leading |= track;
    }

    private void Withhold(uint track)
    {
        if ((_withholding & track) != 0) return;
        _withholding |= track;
        Interlocked.Increment(ref _skips);
    }
}
