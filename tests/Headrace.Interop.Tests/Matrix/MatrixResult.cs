namespace Headrace.Interop.Tests.Matrix;

/// <summary>What came of one reader of one sender's media.</summary>
/// <param name="Mark">What the page shows.</param>
/// <param name="Note">Why something was not shown, or what went wrong; empty where all is well.</param>
/// <param name="IsFailure">True where it should have played, and did not.</param>
internal sealed record MatrixResult(string Mark, string Note, bool IsFailure)
{
    /// <summary>Not asked for in this run.</summary>
    internal static MatrixResult NotRun { get; } = new("", "", false);

    /// <summary>Every frame was decoded.</summary>
    /// <param name="isHeard">Whether the sound beside them was counted.</param>
    /// <param name="note">What was left out of it.</param>
    internal static MatrixResult Played(bool isHeard, string note) => new(isHeard ? "✓♪" : "✓", note, false);

    /// <summary>The server leaves the picture out, and says why; the output was asked, and does.</summary>
    internal static MatrixResult LeftOut(string reason) => new("–", reason, false);

    /// <summary>The program cannot show it, whoever serves it: in its own words.</summary>
    internal static MatrixResult Foreign(string reason) => new("·", reason, false);

    /// <summary>It should have played.</summary>
    internal static MatrixResult Failed(string why) => new("✗", why, true);

    /// <summary>The same, after a first try that failed.</summary>
    internal MatrixResult Again() => IsFailure ? this : this with { Mark = Mark + "↻" };
}
