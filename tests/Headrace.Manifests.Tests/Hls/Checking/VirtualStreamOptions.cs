namespace Headrace.Manifests.Tests.Hls.Checking;

/// <summary>What a virtual stream is like. The default keeps all of Apple's rules too.</summary>
internal sealed record VirtualStreamOptions
{
    public TimeSpan SegmentDuration { get; init; } = TimeSpan.FromSeconds(6);

    public TimeSpan PartDuration { get; init; } = TimeSpan.FromSeconds(1);

    public int TargetDuration { get; init; } = 6;

    /// <summary>Segments of a full window.</summary>
    public int WantedSegments { get; init; } = 10;

    /// <summary>How many target durations stay when segments leave; null: as many as must.</summary>
    public int? LeastTargetDurations { get; init; }

    /// <summary>Whether parts stay listed as long as their segments.</summary>
    public bool KeepsParts { get; init; }

    /// <summary>What becomes available between this time and <see cref="HidesUntil"/> is seen only then.</summary>
    public TimeSpan HidesFrom { get; init; } = TimeSpan.MaxValue;

    /// <summary>See <see cref="HidesFrom"/>.</summary>
    public TimeSpan HidesUntil { get; init; }

    public Func<FrameSource> Video { get; init; } = () => FrameSource.Video(1, 30, TimeSpan.FromSeconds(2));

    public Func<FrameSource> Audio { get; init; } = () => FrameSource.Aac(48_000);

    /// <summary>When the publisher goes away.</summary>
    public TimeSpan[] Pauses { get; init; } = [];

    /// <summary>For how long.</summary>
    public TimeSpan PauseLength { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether the checker is told of it.</summary>
    public bool TellsPauses { get; init; }
}
