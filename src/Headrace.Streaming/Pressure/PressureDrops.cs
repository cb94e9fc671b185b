namespace Headrace.Streaming.Pressure;

/// <summary>What a stream did not take in because memory was short, since it began.</summary>
/// <param name="Disposable">Pictures that no other refers to.</param>
/// <param name="Pictures">Other pictures, from the first that was dropped to the end of its group.</param>
/// <param name="Sounds">Audio frames.</param>
/// <param name="Gops">Groups of pictures that were cut short, or dropped as a whole.</param>
public readonly record struct PressureDrops(long Disposable, long Pictures, long Sounds, long Gops)
{
    /// <summary>All units.</summary>
    public long Units => Disposable + Pictures + Sounds;
}
