namespace Headrace.Streaming.Supervision;

/// <summary>How one run of a source ended.</summary>
/// <param name="Fault">Why, for an operator, in one line and without credentials.</param>
/// <param name="Worked">How long it had worked: for how long media came.</param>
public sealed record SourceEnd(string Fault, TimeSpan Worked)
{
    /// <summary>The fault's kind, for programs.</summary>
    public SourceCause Cause { get; init; }
}
