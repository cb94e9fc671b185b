namespace Headrace.Streaming.Figures;

/// <summary>Units that did not go on, by reason.</summary>
/// <param name="Damaged"><see cref="DropReason.Damaged"/>.</param>
/// <param name="MissingReference"><see cref="DropReason.MissingReference"/>.</param>
/// <param name="Leading"><see cref="DropReason.Leading"/>.</param>
/// <param name="Timeline"><see cref="DropReason.Timeline"/>.</param>
/// <param name="Pressure"><see cref="DropReason.Pressure"/>.</param>
public readonly record struct DropCounts(long Damaged, long MissingReference, long Leading, long Timeline, long Pressure)
{
    /// <summary>All of them.</summary>
    public long Total => Damaged + MissingReference + Leading + Timeline + Pressure;
}
