namespace Headrace.Interop.Tests.Matrix;

/// <summary>What a sender and a reader need to know.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Media">What is sent.</param>
/// <param name="File">The clip's file.</param>
/// <param name="Port">A port that is free, for a sender that has to be met on one.</param>
internal sealed record MatrixFeed(string Stream, MatrixMedia Media, string File, int Port)
{
    /// <summary>Whether a reader is to get sound too.</summary>
    public bool HasSound { get; init; }
}
