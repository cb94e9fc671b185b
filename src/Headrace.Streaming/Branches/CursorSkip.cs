namespace Headrace.Streaming.Branches;

/// <summary>A reader fell behind and goes on at a later key frame.</summary>
/// <param name="BehindMs">How far behind it was.</param>
/// <param name="Skips">How often that has happened, this time included.</param>
/// <param name="Lost">Groups of packets that it has lost so far.</param>
/// <param name="IsNews">True for the first one in a minute.</param>
public readonly record struct CursorSkip(long BehindMs, long Skips, long Lost, bool IsNews);
