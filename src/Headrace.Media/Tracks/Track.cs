using Headrace.Media.Codecs;

namespace Headrace.Media.Tracks;

/// <summary>One elementary stream of a stream, as it is from some unit on. Immutable; units name the version that they need.</summary>
/// <param name="Id">Identifier within the stream, from 0, dense; it stays over changes of format and over publishers.</param>
/// <param name="Format">What an init segment says.</param>
/// <param name="ParameterSets">Parameter sets in force; <see cref="Tracks.ParameterSets.Empty"/> where the codec has none.</param>
public sealed record Track(int Id, TrackFormat Format, ParameterSets ParameterSets)
{
    /// <summary>The codec.</summary>
    public Codec Codec => Format.Codec;

    /// <summary>Video, audio or data.</summary>
    public MediaKind Kind => Format.Codec.Kind;

    /// <summary>Ticks a second of decode times and presentation offsets.</summary>
    public int ClockRate => Format.ClockRate;
}
