namespace Headrace.Streaming.Pressure;

/// <summary>From which part of its limit on memory is short: increasing, above 0 and at most 1.</summary>
public sealed record PressureThresholds
{
    /// <summary>Part of the limit at which <see cref="PressureLevel.Low"/> begins.</summary>
    public double Low { get; init; } = 0.25;

    /// <summary>Part of the limit at which <see cref="PressureLevel.Medium"/> begins.</summary>
    public double Medium { get; init; } = 0.5;

    /// <summary>Part of the limit at which <see cref="PressureLevel.High"/> begins.</summary>
    public double High { get; init; } = 0.75;

    /// <summary>Part of the limit at which <see cref="PressureLevel.Critical"/> begins.</summary>
    public double Critical { get; init; } = 0.9;

    /// <summary>True when each begins above the one before.</summary>
    public bool AreIncreasing() => Low < Medium && Medium < High && High < Critical;

    /// <summary>The level of a part of the limit.</summary>
    public PressureLevel LevelOf(double part)
    {
        if (part < Low) return PressureLevel.Normal;
        if (part < Medium) return PressureLevel.Low;
        if (part < High) return PressureLevel.Medium;
        return part < Critical ? PressureLevel.High : PressureLevel.Critical;
    }
}
