using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Endpoints.Files;

/// <summary>
/// Puts one pass over a file behind the other on one line without end. All tracks are moved alike, by what the longest of them needs, so that sound and pictures stay together however
/// often it is played; a track that is shorter than others has a hole at the seam. No clock, no I/O.
/// </summary>
internal sealed class PassClock
{
    // What lasts for an unknown time at the end of a track that has one unit.
    private const long UnknownDuration = Timebase.NanosecondsPerSecond / 25;
    private const long JumpThreshold = 10 * Timebase.NanosecondsPerSecond;

    // Tracks that begin so close to each other may overlap at the seam, each keeping clear of itself.
    private const long MaxOverlap = Timebase.NanosecondsPerSecond / 2;

    // Timestamps of sound are rounded, and the last frame of it may be stated shorter than it is: so much, in all, its frames last longer than their timestamps say.
    private const long MaxRounding = Timebase.NanosecondsPerSecond / 20;

    private Span[] _tracks = [];
    private long _offset;
    private long _shift;
    private long? _last;
    private long _begin = long.MaxValue;
    private long _end = long.MinValue;
    private long _latestBegin = long.MinValue;
    private long _longest;
    private int _folds;

    /// <summary>A pass begins; the tracks are those of the one before until <see cref="BeginTracks"/>.</summary>
    public void BeginPass()
    {
        foreach (Span track in _tracks) track.Clear();
        (_shift, _last, _begin, _latestBegin, _end, _longest, _folds) = (0, null, long.MaxValue, long.MinValue, long.MinValue, 0, 0);
    }

    /// <summary>These are the tracks from now on.</summary>
    /// <param name="rates">Ticks a second of each.</param>
    public void BeginTracks(IReadOnlyList<int> rates)
    {
        Fold();
        _tracks = [.. rates.Select(static rate => new Span(rate))];
    }

    /// <summary>Gives a unit its place.</summary>
    /// <param name="unit">The unit, with the file's times.</param>
    /// <param name="mayJump">True where the file's clock may jump, as that of broadcasts does: such a jump is taken out.</param>
    /// <param name="placed">The unit on the line.</param>
    /// <returns>Its decode time on the line, in nanoseconds.</returns>
    public long Place(in MediaUnit unit, bool mayJump, out MediaUnit placed)
    {
        Span track = _tracks[unit.Track];
        long decode = Timebase.ToNanoseconds(unit.Decode, track.Rate) + _shift;
        if (mayJump && _last is { } last && Math.Abs(decode - last) > JumpThreshold)
        {
            _shift += last + UnknownDuration - decode;
            decode = last + UnknownDuration;
        }

        _last = decode;
        AssembledUnit whole = unit.Unit;
        track.Add(decode, decode + Timebase.ToNanoseconds(unit.Presentation - unit.Decode, track.Rate), Timebase.ToNanoseconds(unit.Duration, track.Rate), NominalOf(whole), whole.Format is AudioFormat);
        long ticks = Timebase.FromNanoseconds(_offset + _shift, track.Rate);
        placed = unit with { Presentation = unit.Presentation + ticks, Decode = unit.Decode + ticks };
        return decode + _offset;
    }

    /// <summary>The pass has ended: what follows is placed behind it. False when it had nothing that lasts.</summary>
    public bool TryEndPass()
    {
        Fold();
        if (_end <= _begin) return false;
        bool mayOverlap = _folds == 1 && _latestBegin - _begin <= MaxOverlap;
        _offset += mayOverlap ? _longest : Math.Max(_longest, _end - _begin);
        return true;
    }

    private void Fold()
    {
        if (_tracks.Any(static track => track.Units > 0)) _folds++;
        foreach (Span track in _tracks)
        {
            if (track.Units == 0) continue;
            _begin = Math.Min(_begin, track.Begin);
            _latestBegin = Math.Max(_latestBegin, track.Begin);
            _end = Math.Max(_end, track.End);
            _longest = Math.Max(_longest, track.Length);
        }
    }

    private static long NominalOf(in AssembledUnit unit) => unit.NominalDuration > 0 ? Timebase.ToNanoseconds(unit.NominalDuration, unit.Format.ClockRate) : 0;

    /// <summary>What a track took of the pass, in nanoseconds.</summary>
    private sealed class Span(int rate)
    {
        private long _firstDecode = long.MaxValue;
        private long _lastDecode = long.MinValue;
        private long _lastShown = long.MinValue;
        private long _duration;
        private long _sound;

        public int Rate => rate;

        public long Units { get; private set; }

        public long Begin { get; private set; } = long.MaxValue;

        public long End => _lastShown + Last;

        /// <summary>So far it has to be moved to keep clear of itself.</summary>
        public long Length
        {
            get
            {
                long length = Math.Max(End - Begin, _lastDecode - _firstDecode + Last);
                return _sound > length && _sound - length <= MaxRounding ? _sound : length;
            }
        }

        private long Last => _duration > 0 ? _duration : Units > 1 ? (_lastDecode - _firstDecode) / (Units - 1) : UnknownDuration;

        public void Clear() => (Units, Begin, _firstDecode, _lastDecode, _lastShown, _duration, _sound) = (0, long.MaxValue, long.MaxValue, long.MinValue, long.MinValue, 0, 0);

        public void Add(long decode, long shown, long stated, long nominal, bool isSound)
        {
            Units++;
            _firstDecode = Math.Min(_firstDecode, decode);
            _lastDecode = Math.Max(_lastDecode, decode);
            Begin = Math.Min(Begin, shown);
            if (isSound) _sound += nominal;
            if (shown < _lastShown) return;
            _lastShown = shown;
            _duration = stated > 0 && !(isSound && nominal > 0) ? stated : nominal;
        }
    }
}
