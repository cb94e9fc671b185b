using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Gives units their times: the first one that begins in a PES packet has the packet's (ISO/IEC 13818-1, 2.4.3.7), those behind it follow by what units last: as they state it, else
/// as the times of the packets before show it. Without a packet's time before it, a unit has none.
/// </summary>
internal struct UnitClock
{
    private TsUnitTime? _stated;
    private TsUnitTime _anchor;
    private long _passed;
    private long _learned;
    private int _rate;
    private int _units;
    private bool _hasAnchor;

    /// <summary>A packet begins; its time is that of the next unit that begins.</summary>
    public void Begin(in PesPacket packet) => _stated = TsUnitTime.Of(packet) ?? _stated;

    /// <summary>The next unit that begins has this time, where one is given.</summary>
    public void Begin(TsUnitTime? time) => _stated = time ?? _stated;

    /// <summary>The time of a unit that begins now; null where none is known.</summary>
    public TsUnitTime? Take()
    {
        if (_stated is { } stated)
        {
            Learn(stated);
            (_anchor, _hasAnchor, _stated, _passed, _units) = (stated, true, null, 0, 0);
            return stated;
        }

        if (!_hasAnchor) return null;
        return _anchor.After(_passed > 0 ? Timebase.Rescale(_passed, _rate, TsTimestamp.ClockRate) : _units * _learned);
    }

    /// <summary>A unit whose time was taken lasts as long as it says.</summary>
    public void Pass(in AssembledUnit unit)
    {
        _units++;
        Pass(unit.NominalDuration, unit.Format.ClockRate);
    }

    /// <summary>So many samples go by, of so many a second.</summary>
    public void Pass(int samples, int rate)
    {
        if (_rate != rate && _rate != 0) _passed = Timebase.Rescale(_passed, _rate, rate);
        _rate = rate;
        _passed += samples;
    }

    /// <summary>Units are missing: what comes has no time until a packet states one.</summary>
    public void Lose() => (_hasAnchor, _stated) = (false, null);

    private void Learn(TsUnitTime stated)
    {
        long passed = TsTimestamp.Difference(stated.Decode, _anchor.Decode);
        if (_hasAnchor && _units > 0 && passed > 0 && passed <= TsTimestamp.ClockRate * (long)_units) _learned = passed / _units;
    }
}
