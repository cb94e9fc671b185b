using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Segments and parts held against their own timestamps. Each is checked once, when it is both listed and fetched.</summary>
internal static class MediaRules
{
    /// <summary>A fetched resource by itself.</summary>
    public static void CheckFact(MediaFact fact, MediaFact? known, Reporter reporter)
    {
        if (fact.Status is < 200 or >= 300)
        {
            reporter.Report(Rules.MediaUnavailable, fact.Status == 0 ? $"no answer: {fact.Fault}" : $"status {fact.Status}");
            return;
        }

        if (fact.Fault is { } fault) reporter.Report(Rules.MediaUnreadable, fault);
        if (fact.Headers is { } headers) ResponseRules.CheckMedia(headers, reporter);
        if (known is null || known.Status != fact.Status) return;
        if (known.Size != fact.Size) reporter.Report(Rules.ResourceChanged, $"it had {known.Size} bytes and has {fact.Size}");
        else if (known.Hash != fact.Hash) reporter.Report(Rules.ResourceChanged, "its bytes changed");
    }

    /// <summary>A piece whose timing has become known.</summary>
    /// <param name="piece">It.</param>
    /// <param name="isIndependent">Whether EXT-X-INDEPENDENT-SEGMENTS is promised.</param>
    /// <param name="options">What is tolerated.</param>
    /// <param name="reporter">Takes findings.</param>
    public static void CheckPiece(ListedPiece piece, bool isIndependent, CheckerOptions options, Reporter reporter)
    {
        if (piece.Timing is not { } timing) return;
        CheckDuration(piece, timing, options, reporter);
        if (piece.IsPart) CheckPart(piece, timing, reporter);
        else CheckSegment(piece, timing, isIndependent, reporter);
        CheckFollows(piece.Before, piece, options, reporter);
        CheckFollows(piece, piece.After, options, reporter);
        if (piece.Counterpart is { } other) CheckSameMedia(piece.IsPart ? other : piece, piece.IsPart ? piece : other, options, reporter);
    }

    private static void CheckPart(ListedPiece part, MediaTiming timing, Reporter reporter)
    {
        bool hasFrame = timing.RandomAccess != RandomAccessPlace.None;
        if (part.IsMarkedIndependent == hasFrame) return;
        Rule rule = hasFrame ? Rules.IndependentPartUnmarked : Rules.IndependentPartWithoutFrame;
        reporter.Report(rule, part.MediaSequence, $"{part.Uri} has {(hasFrame ? "an" : "no")} independent frame", part.Uri);
    }

    private static void CheckSegment(ListedPiece segment, MediaTiming timing, bool isIndependent, Reporter reporter)
    {
        if (timing.RandomAccess == RandomAccessPlace.AtStart) return;
        Rule rule = isIndependent ? Rules.IndependentSegmentsBroken : Rules.SegmentWithoutRandomAccess;
        reporter.Report(rule, segment.MediaSequence, $"{segment.Uri} does not begin with a random access point");
    }

    private static void CheckDuration(ListedPiece piece, MediaTiming timing, CheckerOptions options, Reporter reporter)
    {
        TimeSpan real = Timebase.ToTimeSpan(timing.Duration, timing.ClockRate);
        if ((real - piece.Duration).Duration() <= options.DurationTolerance + timing.Slack) return;
        string message = $"{piece.Uri} is said to last {piece.Duration.TotalSeconds} s and lasts {real.TotalSeconds}";
        reporter.Report(Rules.DurationMismatch, piece.MediaSequence, message, piece.Uri);
    }

    /// <summary>Timestamps go on from piece to piece where no discontinuity is signalled (4.4.4.3; Apple authoring, 7.3).</summary>
    private static void CheckFollows(ListedPiece? before, ListedPiece? now, CheckerOptions options, Reporter reporter)
    {
        if (before?.Timing is not { } ended || now?.Timing is not { } begun) return;
        TimeSpan gap = begun.Start - ended.End;
        if (gap.Duration() <= options.DecodeTimeTolerance + ended.Slack) return;
        reporter.Report(Rules.DecodeTimeGap, now.MediaSequence, $"{now.Uri} begins {gap.TotalSeconds} s after the end of {before.Uri}", now.Uri);
    }

    private static void CheckSameMedia(ListedPiece whole, ListedPiece first, CheckerOptions options, Reporter reporter)
    {
        if (whole.Timing is not { } timing || first.Timing is not { } part) return;
        if ((timing.Start - part.Start).Duration() <= options.DecodeTimeTolerance) return;
        string message = $"it begins at {timing.Start.TotalSeconds} s, its first part at {part.Start.TotalSeconds}";
        reporter.Report(Rules.SegmentDiffersFromParts, whole.MediaSequence, message);
    }
}
