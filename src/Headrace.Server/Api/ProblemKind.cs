namespace Headrace.Server.Api;

/// <summary>A kind of problem. Its name is stable: the last part of <c>type</c>, the code in logs, and the name of its page in the documentation.</summary>
/// <param name="Name">The name.</param>
/// <param name="Title">The kind in words, always the same.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
internal sealed record ProblemKind(string Name, string Title, int Status)
{
    /// <summary>A problem of this kind.</summary>
    /// <param name="detail">What happened here, and what to do.</param>
    internal ApiProblem With(string detail) => new($"/problems/{Name}", Title, Status, detail);
}
