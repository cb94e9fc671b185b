namespace Headrace.TestKit.Clips;

/// <summary>The numbers burned into the frames that a reader decoded, in the order of presentation.</summary>
public sealed record BarcodeReport(IReadOnlyList<uint> Numbers)
{
    /// <summary>Frames decoded.</summary>
    public int Frames => Numbers.Count;

    /// <summary>Frames that are absent between two that were seen.</summary>
    public long Missing => Steps().Where(step => step > 1).Sum(step => step - 1);

    /// <summary>Frames that show the same number as the one before.</summary>
    public int Repeated => Steps().Count(step => step == 0);

    /// <summary>Frames whose number is less than that of the one before.</summary>
    public int Backwards => Steps().Count(step => step < 0);

    /// <summary>True when every frame follows the one before by exactly one.</summary>
    public bool IsContinuous => Steps().All(step => step == 1);

    public override string ToString() => Frames == 0
        ? "no frames"
        : $"{Frames} frames {Numbers[0]}…{Numbers[^1]}, {Missing} missing, {Repeated} repeated, {Backwards} backwards";

    private IEnumerable<long> Steps() => Numbers.Zip(Numbers.Skip(1), (a, b) => (long)b - a);
}
