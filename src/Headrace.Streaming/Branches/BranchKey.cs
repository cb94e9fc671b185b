namespace Headrace.Streaming.Branches;

/// <summary>What tells branches of one stream apart: the kind, and the parameters that shape its bytes.</summary>
/// <param name="Kind">For example <c>rtsp</c>, <c>cmaf</c>.</param>
/// <param name="Parameters">What else shapes its bytes, or empty.</param>
public readonly record struct BranchKey(string Kind, string Parameters = "");
