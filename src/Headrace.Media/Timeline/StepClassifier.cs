namespace Headrace.Media.Timeline;

/// <summary>What is known of a unit's step when it is judged. Nanoseconds.</summary>
/// <param name="Step">Media time since the last unit (for pictures with presentation times only: since the latest one presented).</param>
/// <param name="Elapsed">Arrival since the last unit.</param>
/// <param name="Lead">Where the unit would lie ahead of its arrival.</param>
/// <param name="Reach">What units that follow each other may step: one lasts, or a whole pyramid where pictures are reordered.</param>
/// <param name="BackTolerance">How far back a step may go without being a jump.</param>
internal readonly record struct StepFacts(long Step, long Elapsed, long Lead, long Reach, long BackTolerance);

/// <summary>How a step is judged.</summary>
internal enum StepVerdict
{
    Continues,
    Gap,
    JumpsForward,
    JumpsBack,
}

/// <summary>
/// Judges a step against arrival. A step that arrival confirms is legal however long; one that runs ahead of it, or goes back further than
/// reordering does, is a jump. A burst consists of small steps, and media that was late may catch up: neither is a jump.
/// </summary>
internal static class StepClassifier
{
    private const int GapReaches = 3;
    private const long MinGap = 100_000_000;

    public static StepVerdict Judge(in StepFacts facts)
    {
        if (facts.Step < -facts.BackTolerance) return StepVerdict.JumpsBack;
        if (facts.Step > TimelineLimits.JumpTolerance && facts.Step > GapReaches * facts.Reach
            && facts.Step - facts.Elapsed > TimelineLimits.JumpTolerance && facts.Lead > TimelineLimits.JumpTolerance)
        {
            return StepVerdict.JumpsForward;
        }

        return facts.Step > MinGap && facts.Step > GapReaches * facts.Reach ? StepVerdict.Gap : StepVerdict.Continues;
    }
}
