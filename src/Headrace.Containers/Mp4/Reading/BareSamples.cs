using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>How many samples of sound without frames are taken together, which files count one by one.</summary>
/// <param name="Bytes">Bytes of one; 0 for tracks whose samples are units as they are.</param>
/// <param name="AtOnce">Most that make a unit.</param>
internal readonly record struct BareSamples(uint Bytes, uint AtOnce)
{
    // 20 ms.
    private const int UnitsPerSecond = 50;

    /// <summary>Those of a track.</summary>
    public static BareSamples Of(InitTrack track) =>
        track.Codings is [{ BareBytes: > 0, Format: AudioFormat format } coding] ? new BareSamples((uint)coding.BareBytes, (uint)Math.Max(1, format.SampleRate / UnitsPerSecond)) : default;
}
