namespace Headrace.Manifests.Dash.Reading;

/// <summary>What the reader takes at most. Larger texts are refused; what lies beyond the other limits is left out, with a fault.</summary>
public static class MpdLimits
{
    /// <summary>Bytes of an MPD.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    /// <summary>Periods, sets of a period, representations of a set, clocks, each.</summary>
    public const int Elements = 200;

    /// <summary>Runs of a timeline.</summary>
    public const int Runs = 20_000;

    /// <summary>Segments of a run.</summary>
    public const int Repeats = 100_000;

    /// <summary>Faults that are reported of one text.</summary>
    public const int Faults = 100;

    /// <summary>The greatest number of ticks: what players that reckon in floating point know exactly.</summary>
    public const long Ticks = 1L << 53;

    /// <summary>The longest duration, in seconds.</summary>
    public const int DurationSeconds = 1_000_000_000;
}
