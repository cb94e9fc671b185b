using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Timeline;

/// <summary>One track of an input: its raw times, its mapping to path time, and the clocks that place its units.</summary>
internal sealed class TrackTimeline
{
    private const long DefaultFrame = 40_000_000;
    private const long MaxFrame = 60 * Timebase.NanosecondsPerSecond;
    private const long UnknownReach = Timebase.NanosecondsPerSecond / 2;
    private const long ShortSpacing = Timebase.NanosecondsPerSecond / 4;
    private const long LongSpacing = 8 * Timebase.NanosecondsPerSecond;

    private const int MaxPyramidDepth = 4;

    private long _statedFrame;
    private long _rateOrigin;

    public TrackTimeline(InputTrack definition, PathTrack path, SourceClock clock, EventCounts counts)
    {
        Definition = definition;
        Path = path;
        Clock = clock;
        Counts = counts;
        Unwrapper = new Unwrapper(definition.TimestampBits);
        Mapping = new TrackMapping(clock, definition.ClockRate, path.OutputRate);
        Pictures = new DecodeClock(path.SeenDepth, counts);
        Sound = new AudioClock(path.OutputRate);
    }

    public InputTrack Definition { get; }

    public PathTrack Path { get; }

    public SourceClock Clock { get; }

    public EventCounts Counts { get; }

    public Unwrapper Unwrapper { get; }

    public TrackMapping Mapping { get; private set; }

    public DecodeClock Pictures { get; }

    public AudioClock Sound { get; private set; }

    public ArrivalModel Arrivals { get; } = new();

    public RateWindow ShortRate { get; } = new(ShortSpacing);

    public RateWindow LongRate { get; } = new(LongSpacing);

    public LagWatch Lag { get; } = new();

    public DriftMeter Drift { get; } = new();

    public SoundCorrection Correction { get; } = new();

    public BurstMeter Burst { get; } = new();

    public TwinGuard Twins { get; } = new();

    public SenderReport Report { get; } = new();

    public JumpMemory Jump { get; } = new();

    /// <summary>True once the input has had a unit of the track.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>True once a unit of the input has been published.</summary>
    public bool HasPublished { get; private set; }

    /// <summary>True when the unit that time was anchored anew for was dropped: the next one bears its discontinuity.</summary>
    public bool OwesDiscontinuity { get; private set; }

    /// <summary>The last unit's position in unwrapped input ticks.</summary>
    public long LastRaw { get; private set; }

    /// <summary>Path time of the last arrival.</summary>
    public long LastArrival { get; private set; }

    /// <summary>Path time of the last decode time, without the manual offset.</summary>
    public long LastPlaced => Path.LastDecodePath - Correction.Offset;

    /// <summary>Path time at which the output ends, without the manual offset; 0 where there is none.</summary>
    public long EndPlaced => Path.HasOutput ? Math.Max(0, Path.EndPath - Correction.Offset) : 0;

    /// <summary>The clock's slew when the last unit was placed.</summary>
    public long LastSlew { get; private set; }

    /// <summary>True when positions are presentation times of pictures, so that they go to and fro.</summary>
    public bool IsDerived { get; private set; }

    /// <summary>True when sender reports tie it to the input's reference track.</summary>
    public bool IsRelated { get; set; }

    public bool IsPicture => Definition.Kind == MediaKind.Video;

    public bool IsSound => Definition.Kind == MediaKind.Audio;

    /// <summary>What a unit lasts, in nanoseconds: pictures as their timestamps show, sound as it states; else the other, else a guess.</summary>
    public long Frame
    {
        get
        {
            long shown = ShownFrame;
            if (shown > 0 && !IsSound) return shown;
            return _statedFrame > 0 ? _statedFrame : shown > 0 ? shown : DefaultFrame;
        }
    }

    /// <summary>True when the distance of timestamps is what units state that they last: then the clock is right, whatever arrival says.</summary>
    public bool IsClockConfirmed => _statedFrame > 0 && Math.Abs(ShownFrame - _statedFrame) <= _statedFrame / 10;

    /// <summary>How far decode times lie before presentation times where the input carries no decode times, in nanoseconds.</summary>
    public long DecodeDistance => IsDerived ? Pictures.Depth * Frame : 0;

    /// <summary>How far ahead the next unit's position may be without a hole, in nanoseconds: a frame, or a pyramid of them.</summary>
    public long Reach => ShownFrame == 0 && _statedFrame == 0 ? UnknownReach : IsDerived ? Frame << Math.Min(Pictures.Depth, MaxPyramidDepth) : Frame;

    /// <summary>Raw ticks from which the next step is measured.</summary>
    public long StepOrigin => IsDerived ? Pictures.History.Latest : LastRaw;

    private long ShownFrame => Math.Min(MaxFrame, Mapping.ToDuration(Pictures.History.MedianDistance));

    /// <summary>How far ahead of its arrival a unit would be decoded, in nanoseconds.</summary>
    public long LeadOf(in UnitPassage passage) => Mapping.ToPath(passage.Position) - DecodeDistance - passage.Now;

    /// <summary>Media time since the rate began to be measured, in nanoseconds.</summary>
    public long RateTime(long raw) => Mapping.ToDuration(raw - _rateOrigin);

    /// <summary>Unwraps a unit's times.</summary>
    public void Unwrap(in InputTimestamps time, ref UnitPassage passage)
    {
        long raw = time.Decode ?? time.Presentation;
        passage.Position = HasBegun ? Unwrapper.Nearest(raw, LastRaw + Mapping.ToInput(passage.Now - LastArrival)) : Unwrapper.First(raw);
        passage.Presentation = time.Decode is null ? passage.Position : Unwrapper.Nearest(time.Presentation, passage.Position);
        IsDerived = IsPicture && time.Decode is null;
    }

    /// <summary>True for a timestamp that the track had a moment ago, with the same bytes.</summary>
    public bool IsDuplicate(long presentation, ulong mark)
    {
        if (!HasBegun || Definition.Kind == MediaKind.Data || !Pictures.History.Contains(presentation, mark)) return false;
        if (!IsSound || presentation != Pictures.History.Latest) return true;
        Twins.AddTwin();
        return !Twins.AreFrames;
    }

    /// <summary>Takes note of what the unit states: its duration, and the reordering from it on; true when that became deeper.</summary>
    public bool ReadStated(in AssembledUnit unit)
    {
        _statedFrame = Timebase.ToNanoseconds(Math.Max(0, unit.NominalDuration), Path.OutputRate);
        if (_statedFrame > TimelineLimits.MaxUnitDuration) _statedFrame = 0;
        return IsPicture && Pictures.UpdateDepth(unit);
    }

    /// <summary>Where the unit's format has another clock than the output had: counts on in that.</summary>
    public bool ChangeOutputRate(TrackFormat? format)
    {
        if (format is null || format.ClockRate <= 0 || format.ClockRate == Path.OutputRate) return false;
        long at = Mapping.ToPath(LastRaw);
        Path.ChangeRate(format.ClockRate);
        Mapping = new TrackMapping(Clock, Definition.ClockRate, format.ClockRate);
        Mapping.Anchor(LastRaw, Timebase.FromNanoseconds(at, format.ClockRate));
        Sound = new AudioClock(format.ClockRate);
        Pictures.SkipHole();
        return true;
    }

    /// <summary>Says that a raw position lies at a path time from now on, or at the first tick after all output of the track.</summary>
    public void Anchor(long raw, long pathTime)
    {
        long after = Path.LastDecode + 1 - Timebase.FromNanoseconds(Correction.Offset, Path.OutputRate);
        Mapping.Anchor(raw, Math.Max(Timebase.FromNanoseconds(pathTime, Path.OutputRate), after));
        Pictures.Rebase();
        Sound.Rebase();
        Correction.EndBreak();
        Forget(raw);
    }

    /// <summary>Takes the clock's new speed over without a step.</summary>
    public void FollowSpeed()
    {
        if (!HasBegun) return;
        Mapping.FollowSpeed(LastRaw);
        Forget(LastRaw);
        LoseReport();
    }

    /// <summary>The track's clock is not what its sender reports spoke of any more.</summary>
    public void LoseReport()
    {
        Report.Clear();
        IsRelated = false;
    }

    /// <summary>Ends the passage of a unit that is published.</summary>
    public void Publish(in UnitTiming timing, in UnitPassage passage)
    {
        Counts.AddPublished(timing.Step);
        long duration = IsPicture ? Frame : _statedFrame;
        Path.Publish(timing.DecodeTime, Timebase.FromNanoseconds(duration, Path.OutputRate));
        HasPublished = true;
        OwesDiscontinuity = false;
        Commit(passage);
    }

    /// <summary>Ends the passage of a unit that is dropped.</summary>
    public void PassOver(in UnitPassage passage)
    {
        OwesDiscontinuity |= passage.IsAnchoredAnew;
        Commit(passage);
    }

    private void Commit(in UnitPassage passage)
    {
        HasBegun = true;
        LastRaw = passage.Position;
        LastArrival = passage.Now;
        LastSlew = Clock.Slew;
        Path.SeenDepth = Math.Max(Path.SeenDepth, Pictures.SeenDepth);
    }

    private void Forget(long raw)
    {
        Arrivals.Reset();
        Drift.Break();
        Lag.Reset();
        ShortRate.Reset();
        LongRate.Reset();
        _rateOrigin = raw;
    }
}
