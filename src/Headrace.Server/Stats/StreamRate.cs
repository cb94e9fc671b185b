namespace Headrace.Server.Stats;

/// <summary>How fast a stream flowed over the last seconds.</summary>
/// <param name="BitrateIn">Bits a second taken in.</param>
/// <param name="BitrateOut">Bits a second sent to viewers.</param>
/// <param name="FramesPerSecond">Pictures a second.</param>
/// <param name="GopLength">Pictures from key frame to key frame on average, 0 where none came.</param>
internal readonly record struct StreamRate(double BitrateIn, double BitrateOut, double FramesPerSecond, double GopLength);
