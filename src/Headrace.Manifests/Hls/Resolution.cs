namespace Headrace.Manifests.Hls;

/// <summary>A picture's size in pixels.</summary>
public readonly record struct Resolution(int Width, int Height);
