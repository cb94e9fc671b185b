using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>The timeline's bounds. Times in nanoseconds.</summary>
public static class TimelineLimits
{
    private const long Second = Timebase.NanosecondsPerSecond;
    private const long Millisecond = Second / 1000;

    /// <summary>Greatest slew of an input whose clock is right, in parts per million.</summary>
    public const int MaxSlewPpm = 1000;

    /// <summary>Greatest slew of an input whose clock was found wrong: there is no true relation to keep, so what was misplaced is brought back soon.</summary>
    public const int MaxRestampedSlewPpm = 250_000;

    /// <summary>Greatest slew of sound that is off by more than the threshold, or on its way to another manual offset: one tick in 200 is not heard.</summary>
    public const int MaxCorrectionPpm = 5000;

    /// <summary>Corrections of sound that are greater are made at once, by dropping or repeating frames: slewing them would take minutes.</summary>
    public const long MaxSlewedCorrection = Second / 2;

    /// <summary>Greatest manual offset of sound, either way.</summary>
    public const long MaxSoundOffset = 2 * Second;

    /// <summary>Frames that fill one hole at most.</summary>
    public const int MaxRepeatedFrames = 512;

    /// <summary>Tracks that are off by more are corrected faster, where nothing else is set.</summary>
    public const long SyncThreshold = 100 * Millisecond;

    /// <summary>Deviation from arrival that starts a slew.</summary>
    public const long DeadBand = 15 * Millisecond;

    /// <summary>Deviation at which a slew ends.</summary>
    public const long SettledBand = 2 * Millisecond;

    /// <summary>After so long the place of an input's media against arrival is known, and held.</summary>
    public const long StanceWindow = 10 * Second;

    /// <summary>Greatest such distance that is let be; what is beyond it is slewed away.</summary>
    public const long MaxStance = Second;

    /// <summary>Deviation of tracks from the relation in their sender reports that starts a slew.</summary>
    public const long RelationDeadBand = 15 * Millisecond;

    /// <summary>Sound that differs by more (or by more than a quarter of a frame) from where its input puts it, on average, is slewed there.</summary>
    public const long AudioDeadBand = 10 * Millisecond;

    /// <summary>How far media may run ahead of arrival: a burst of 5 s, and a second. Beyond it the input is held back.</summary>
    public const long MaxLead = 6 * Second;

    /// <summary>Decode times never lie further ahead of arrival, whatever the input does; units that would are dropped.</summary>
    public const long HardLead = 8 * Second;

    /// <summary>Media that stays behind arrival by more (over <see cref="LagWindowSeconds"/>) is anchored anew.</summary>
    public const long MaxLag = 3 * Second;

    /// <summary>Time in which a lag must not have been smaller to be one, so that a stall that is caught up is none.</summary>
    public const int LagWindowSeconds = 4;

    /// <summary>A hole at an input's start that makes its first units discontinuities.</summary>
    public const long DiscontinuityHole = Second / 2;

    /// <summary>A step that arrival contradicts by more is a jump.</summary>
    public const long JumpTolerance = Second;

    /// <summary>A jump takes on another track's shift when both agree to this.</summary>
    public const long SharedJumpTolerance = Second;

    /// <summary>How long a jump can be shared or undone.</summary>
    public const long JumpMemory = 10 * Second;

    /// <summary>Raw timestamps below this after a jump are a restart.</summary>
    public const long RestartWindow = 10 * Second;

    /// <summary>Greatest distance of tracks of an input that sender reports or a shared clock can say.</summary>
    public const long MaxRelation = 10 * Second;

    /// <summary>UTC from a sender that differs by more from the server's is not believed.</summary>
    public const long MaxUtcDeviation = 60 * Second;

    /// <summary>Greatest presentation offset.</summary>
    public const long MaxPresentationOffset = 10 * Second;

    /// <summary>Greatest reordering depth (H.264 and H.265: 16 pictures in the decoded picture buffer).</summary>
    public const int MaxReorderDepth = 16;

    /// <summary>Greatest duration of one unit that is believed.</summary>
    public const long MaxUnitDuration = Second;

    /// <summary>Tracks of one input; more are refused.</summary>
    public const int MaxTracks = 64;
}
