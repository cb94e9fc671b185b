namespace Headrace.Streaming.Forwarding;

/// <summary>How one run of a target ended.</summary>
/// <param name="Fault">Why, for an operator, in one line and without credentials.</param>
/// <param name="Kind">What follows from it.</param>
public sealed record ForwardEnd(string Fault, ForwardEndKind Kind = ForwardEndKind.Failed);
