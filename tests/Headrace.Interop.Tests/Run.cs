using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests;

/// <summary>Judges what came out against what went in.</summary>
internal static class Run
{
    /// <summary>Checks that the frames received are a run of the frames sent: the same bytes in the same order, from somewhere on, none lost and none twice.</summary>
    internal static void AssertIsPartOf(IReadOnlyList<FrameHash> sent, IReadOnlyList<FrameHash> received, int atLeast)
    {
        Assert.True(received.Count >= atLeast, $"{received.Count} frames came, {atLeast} were wanted.");
        string[] hashes = [.. sent.Select(frame => frame.Hash)];
        string[] came = [.. received.Select(frame => frame.Hash)];

        // Frames may be alike: the run may begin at any that is like the first.
        int[] starts = [.. Enumerable.Range(0, hashes.Length).Where(i => hashes[i] == came[0])];
        Assert.True(starts.Length > 0, "The first frame that came was never sent.");
        if (!starts.Any(start => hashes.AsSpan(start).StartsWith(came))) Assert.Equal(hashes.Skip(starts[0]).Take(came.Length), came);
    }

    /// <summary>Checks that every frame that was decoded follows the one before.</summary>
    internal static void AssertIsContinuous(BarcodeReport report, int atLeast)
    {
        Assert.True(report.IsContinuous, report.ToString());
        Assert.True(report.Frames >= atLeast, report.ToString());
    }
}
