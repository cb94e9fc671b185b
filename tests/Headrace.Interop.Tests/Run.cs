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
        int start = Array.IndexOf(hashes, received[0].Hash);
        Assert.True(start >= 0, "The first frame that came was never sent.");
        Assert.Equal(hashes.Skip(start).Take(received.Count), received.Select(frame => frame.Hash));
    }

    /// <summary>Checks that every frame that was decoded follows the one before.</summary>
    internal static void AssertIsContinuous(BarcodeReport report, int atLeast)
    {
        Assert.True(report.IsContinuous, report.ToString());
        Assert.True(report.Frames >= atLeast, report.ToString());
    }
}
