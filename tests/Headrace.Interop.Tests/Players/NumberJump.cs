namespace Headrace.Interop.Tests.Players;

/// <summary>Two frames that were shown one after the other, though their burned-in numbers do not follow each other.</summary>
public sealed record NumberJump(long From, long To);
