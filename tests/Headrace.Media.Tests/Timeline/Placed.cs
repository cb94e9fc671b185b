using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

/// <summary>A unit that came out.</summary>
/// <param name="Track">Index of the track.</param>
/// <param name="Raw">Presentation time as it went in.</param>
/// <param name="Arrival">Path time of arrival, in nanoseconds.</param>
/// <param name="Timing">Its place.</param>
/// <param name="Rate">Ticks a second.</param>
internal sealed record Placed(int Track, long Raw, long Arrival, UnitTiming Timing, int Rate)
{
    public long Decode => Timing.DecodeTime;

    public long Presentation => Timing.DecodeTime + Timing.PresentationOffset;

    /// <summary>Path time of decoding, in milliseconds.</summary>
    public double DecodeMs => Decode * 1000.0 / Rate;

    /// <summary>Path time of presentation, in milliseconds.</summary>
    public double PresentationMs => Presentation * 1000.0 / Rate;

    /// <summary>How far ahead of arrival it is decoded, in milliseconds.</summary>
    public double LeadMs => DecodeMs - (Arrival / 1e6);
}
