namespace Headrace.Interop.Tests.Matrix;

/// <summary>What came of one reader of one sender's media.</summary>
/// <param name="Mark">What the page shows.</param>
/// <param name="Note">Why nothing was shown, or what went wrong; empty where all is well.</param>
/// <param name="IsFailure">True where it should have played, and did not.</param>
internal sealed record MatrixResult(string Mark, string Note, bool IsFailure)
{
    /// <summary>Every frame was decoded.</summary>
    internal static MatrixResult Played { get; } = new("✓", "", false);

    /// <summary>Not asked for in this run.</summary>
    internal static MatrixResult NotRun { get; } = new("", "", false);

    /// <summary>The server leaves the picture out, and says why.</summary>
    internal static MatrixResult LeftOut(string reason) => new("–", reason, false);

    /// <summary>The program cannot show it, whoever serves it.</summary>
    internal static MatrixResult Foreign(string reason) => new("·", reason, false);

    /// <summary>It should have played.</summary>
    internal static MatrixResult Failed(string why) => new("✗", why, true);
}
