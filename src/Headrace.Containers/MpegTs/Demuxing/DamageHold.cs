using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Holds a picture that came incomplete and that, by what came of it, no other refers to, until the next one begins: where that lies as far behind it as all pictures do, nothing but
/// a part of this one is missing, and those that follow lack nothing. Else nobody knows what is missing.
/// </summary>
internal struct DamageHold
{
    /// <summary>Distances that must have been the same before one proves anything.</summary>
    private const int Proof = 8;

    /// <summary>Other distances, one after the other, that begin the proof anew.</summary>
    private const int MostOdd = 3;

    private Held? _held;
    private long? _last;
    private long _interval;
    private int _same;
    private int _odd;

    /// <summary>Holds a picture.</summary>
    /// <param name="time">Its time.</param>
    /// <param name="arrival">When its last byte came.</param>
    /// <param name="unit">The picture; its payload is the hold's now.</param>
    /// <param name="spills">True where the next one may have lost its beginning.</param>
    public void Hold(TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit, bool spills) => _held = new Held(time, arrival, unit, spills);

    /// <summary>Hands on what is held. True when what follows may lack something.</summary>
    /// <param name="next">The time of the next picture as its packet states it; null where none does.</param>
    /// <param name="sink">Takes the picture.</param>
    public bool Resolve(TsUnitTime? next, ITsUnitSink sink)
    {
        if (_held is not { } held) return false;
        _held = null;
        bool isWholeBehind = next is { } time && _same >= Proof && IsInterval(TsTimestamp.Difference(time.Decode, held.Time.Decode));
        sink.OnUnit(held.Time, held.Arrival, held.Unit with { IsDisposable = isWholeBehind });
        return held.Spills && !isWholeBehind;
    }

    /// <summary>Notes the time that a packet states of a picture which begins.</summary>
    public void Note(TsUnitTime? stated)
    {
        if (stated is not { } time)
        {
            _last = null;
            return;
        }

        if (_last is { } last) Learn(TsTimestamp.Difference(time.Decode, last));
        _last = time.Decode;
    }

    /// <summary>Gives back what is held.</summary>
    public void Release()
    {
        _held?.Unit.Payload.Release();
        _held = null;
    }

    private void Learn(long interval)
    {
        if (interval > 0 && _same > 0 && IsInterval(interval))
        {
            _same++;
            _odd = 0;
        }
        else if (_same < Proof || ++_odd > MostOdd)
        {
            (_interval, _same, _odd) = (interval, interval > 0 ? 1 : 0, 0);
        }
    }

    private readonly bool IsInterval(long interval) => Math.Abs(interval - _interval) <= _interval / 4;

    private sealed record Held(TsUnitTime Time, MonotonicTime Arrival, AssembledUnit Unit, bool Spills);
}
