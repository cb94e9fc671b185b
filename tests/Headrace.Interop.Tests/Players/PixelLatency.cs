namespace Headrace.Interop.Tests.Players;

/// <summary>Milliseconds from camera to screen: half of the frames, and 95 of 100, were not later.</summary>
public sealed record PixelLatency(double P50, double P95);
